package charrnn.corpus;

import charrnn.config.CorpusConfig;
import charrnn.config.Count;
import charrnn.config.UserError;
import charrnn.corpus.Split.Part;
import charrnn.corpus.Split.Piece;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * The training, validation and test texts and the vocabulary in which they are encoded.
 *
 * @param train the training text: its files in shuffled order, one after the other
 * @param validation the text whose loss determines the best checkpoint; empty if its share is 0
 * @param test the text on which the result is measured; empty if its share is 0
 * @param vocabulary the vocabulary
 * @param split which piece of which file is in which text; saved with the run
 * @param summary the corpus in numbers
 * @param duplicates names of the duplicates, each mapped to the name of the equal file in use; empty for a recorded
 *     split
 */
public record Corpus(
        EncodedText train,
        EncodedText validation,
        EncodedText test,
        Vocabulary vocabulary,
        Split split,
        Summary summary,
        SortedMap<String, String> duplicates) {

    /**
     * Reads and splits the configured files; the vocabulary is that of the training part.
     *
     * @param listener receives the warnings
     * @throws UserError if a path does not exist, an archive is damaged, no file is found or, if the configuration is
     *     strict, a file is not text
     */
    public static Corpus load(CorpusConfig config, LoadListener listener) {
        return load(config, Optional.empty(), Optional.empty(), listener);
    }

    /**
     * Reads the files of a recorded split, or the configured files, in the vocabulary of a model or of the training part.
     *
     * @param recorded split of an earlier load, which gives the same texts for any globs, limit, shares and seed
     * @param fixed vocabulary of a model; characters without a symbol become the unknown one, with a warning
     * @throws UserError also if a file of the split is missing or has changed
     */
    public static Corpus load(
            CorpusConfig config, Optional<Split> recorded, Optional<Vocabulary> fixed, LoadListener listener) {
        CorpusLoader loader = new CorpusLoader(config, fixed, ArchiveLimits.DEFAULT, CorpusCache.ofUser(), listener);
        return recorded.map(split -> loader.load(split)).orElseGet(() -> loader.load());
    }

    /** The text of one part. */
    public EncodedText text(Part part) {
        return switch (part) {
            case TRAIN -> train;
            case VALIDATION -> validation;
            case TEST -> test;
        };
    }

    /** The text of each file, or piece of a file, of a part. */
    public List<String> texts(Part part) {
        List<String> texts = new ArrayList<>();
        long from = 0;
        for (Piece piece : split.of(part)) {
            texts.add(vocabulary.decode(text(part).read(from, Math.toIntExact(piece.chars()))));
            from += piece.chars();
        }
        return texts;
    }

    /** Receives warnings and the progress while a corpus is loaded. */
    @FunctionalInterface
    public interface LoadListener {

        /** Receives a warning; loading continues. */
        void warn(String message);

        /**
         * Receives the progress of reading the sources; called for each file, and often within a large one.
         *
         * @param done bytes of the sources read so far
         * @param total bytes of all sources
         */
        default void progress(long done, long total) {}
    }

    /**
     * The size of a corpus and its parts.
     *
     * @param files number of files in use
     * @param chars number of characters in use
     * @param duplicates number of files left out because an equal one is in use
     * @param skipped number of files left out because they are empty, not text, or unreadable
     * @param train the training part
     * @param validation the validation part
     * @param test the test part
     * @param vocabularySize number of symbols, the unknown one included
     */
    public record Summary(
            int files,
            long chars,
            int duplicates,
            int skipped,
            PartSummary train,
            PartSummary validation,
            PartSummary test,
            int vocabularySize) {
        static Summary of(Split split, int duplicates, int skipped, int vocabularySize) {
            PartSummary train = PartSummary.of(split, Part.TRAIN);
            PartSummary validation = PartSummary.of(split, Part.VALIDATION);
            PartSummary test = PartSummary.of(split, Part.TEST);
            long files =
                    split.pieces().stream().map(Split.Piece::file).distinct().count();
            long chars = train.chars() + validation.chars() + test.chars();
            return new Summary((int) files, chars, duplicates, skipped, train, validation, test, vocabularySize);
        }

        /** The summary on one line: the total, the files left out, and the parts. */
        public String text() {
            String leftOut = duplicates + skipped == 0
                    ? ""
                    : " (left out: " + Count.of(duplicates, "duplicate") + ", " + skipped + " unreadable or empty)";
            return Count.of(files, "file") + ", " + Count.of(chars, "character") + ", "
                    + Count.of(vocabularySize, "symbol") + leftOut + "; training " + train.text() + ", validation "
                    + validation.text() + ", test " + test.text();
        }
    }

    /**
     * The size of a part.
     *
     * @param files number of files with a piece in the part
     * @param chars number of its characters
     */
    public record PartSummary(int files, long chars) {
        static PartSummary of(Split split, Part part) {
            List<Split.Piece> pieces = split.of(part);
            return new PartSummary(
                    pieces.size(), pieces.stream().mapToLong(Split.Piece::chars).sum());
        }

        /** Formats the size: "12,489,956 characters in 493 files", or "none". */
        public String text() {
            return chars == 0 ? "none" : Count.of(chars, "character") + " in " + Count.of(files, "file");
        }
    }
}
