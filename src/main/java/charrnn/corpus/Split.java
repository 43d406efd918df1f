package charrnn.corpus;

import charrnn.files.BoundedFile;
import charrnn.files.StrictJson;
import charrnn.message.Count;
import charrnn.message.UserError;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The division of a corpus's files into training, validation and test. It is saved with a run, so that later commands
 * test on text that was not learned.
 *
 * @param pieces the pieces, those of each part in the order of its text
 */
public record Split(List<Piece> pieces) {
    private static final int FORMAT = 1;
    private static final int MAX_MEBIBYTES = 128; // that of 450 million characters in 62,000 files takes 11

    public enum Part {
        /** The network is trained on it. */
        TRAIN,
        /** Its loss determines the best checkpoint. */
        VALIDATION,
        /** Its loss is the result. */
        TEST;

        /** The name in files, in messages and on the command line. */
        @Override
        @JsonValue
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A file, or {@code chars} of its characters beginning at {@code from}.
     *
     * @param file the file's name in the corpus, with {@code /} as separator
     * @param sha256 digest of the file's bytes, 64 hexadecimal digits
     */
    public record Piece(String file, Part part, long from, long chars, String sha256) {
        public Piece {
            if (from < 0 || chars <= 0 || from > Long.MAX_VALUE - chars) {
                throw new IllegalArgumentException(
                        file + ": no piece starts at character " + from + " and has " + Count.of(chars, "character"));
            }
        }

        long end() {
            return from + chars;
        }
    }

    private record Document(int format, List<Piece> pieces) {}

    /** Checks that the training part is not empty. */
    public Split {
        pieces = List.copyOf(pieces);
        if (pieces.stream().noneMatch(piece -> piece.part() == Part.TRAIN)) {
            throw new IllegalArgumentException("no piece is for training");
        }
    }

    public List<Piece> of(Part part) {
        return pieces.stream().filter(piece -> piece.part() == part).toList();
    }

    /** Adds whole files to the training part, whose text stays in shuffled order. */
    Split withTraining(List<TextFile> files, long seed) {
        Stream<Piece> added =
                files.stream().map(file -> new Piece(file.name(), Part.TRAIN, 0, file.length(), file.sha256()));
        return new Split(Stream.concat(pieces.stream(), added)
                .sorted(Comparator.comparing(Piece::part)
                        .thenComparing(piece -> ConfiguredFiles.shuffleKey(seed, piece.file())))
                .toList());
    }

    public String toJson() {
        return StrictJson.write(new Document(FORMAT, pieces));
    }

    /** Reads a file that {@link #toJson} wrote; a {@link UserError} says why it cannot be read. */
    public static Split read(Path file) {
        try {
            return fromJson(BoundedFile.readString(file, MAX_MEBIBYTES));
        } catch (UserError e) {
            throw new UserError(file + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw UserError.unreadable(file, e);
        }
    }

    /** Parses JSON that {@link #toJson} wrote; a {@link UserError} says why it is not a valid split. */
    public static Split fromJson(String json) {
        try {
            Document document = StrictJson.read(json, Document.class);
            if (document.format() != FORMAT) {
                throw new UserError("split: format " + document.format() + " is not " + FORMAT
                        + ", the only one this version of charrnn reads");
            }
            return new Split(document.pieces());
        } catch (JsonProcessingException e) {
            throw new UserError("split: " + StrictJson.reason(e), e);
        } catch (IllegalArgumentException e) {
            throw new UserError("split: " + e.getMessage(), e);
        }
    }
}
