package charrnn.corpus;

import charrnn.config.Count;
import charrnn.corpus.CorpusFiles.TextFile;
import charrnn.corpus.Split.Part;
import charrnn.corpus.Split.Piece;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Splits files into training, validation and test by whole files, since pieces of one file resemble each other. */
final class SplitPlanner {
    /** Factor by which a part may be too short or too long without a warning. */
    private static final int UNEVEN = 3;

    /** Maximum number of a part's files that a warning names. */
    private static final int MAX_NAMED = 3;

    private final List<TextFile> files;
    private final FixedWidthText text;
    private final double validationShare;
    private final double testShare;
    private final long chars;

    /**
     * @param files the files in shuffled order, at least one
     * @param text contains the files' characters
     */
    SplitPlanner(List<TextFile> files, FixedWidthText text, double validationShare, double testShare) {
        this.files = files;
        this.text = text;
        this.validationShare = validationShare;
        this.testShare = testShare;
        this.chars = files.stream().mapToLong(TextFile::length).sum();
    }

    /** Plans the split. If there are not enough files for each part to have one, the text is cut. */
    Split plan(Consumer<String> warnings) {
        int heldOut = (validationShare > 0 ? 1 : 0) + (testShare > 0 ? 1 : 0);
        if (files.size() > heldOut) {
            Split split = byFile();
            if (isUneven(split, Part.VALIDATION, validationShare) || isUneven(split, Part.TEST, testShare)) {
                warnings.accept(unevenness(split));
            }
            return split;
        }
        warnings.accept("the corpus has only " + Count.of(files.size(), "file")
                + ": training, validation and test are cut from the same text, at line ends; with "
                + Count.of(heldOut + 1L, "file") + " or more, each part has files of its own");
        return byCutting();
    }

    /** Whether a part's length is far from its share: if it is very short, its loss is unreliable. */
    private boolean isUneven(Split split, Part part, double share) {
        long length = lengthOf(split, part);
        return length * UNEVEN < share * chars || length > share * chars * UNEVEN;
    }

    private String unevenness(Split split) {
        return "the parts of the corpus are not as long as their shares, since each of its "
                + Count.of(files.size(), "file") + " goes whole into one part: training "
                + inWords(split, Part.TRAIN, "") + "; validation "
                + inWords(split, Part.VALIDATION, wanted("corpus.validationShare", validationShare)) + "; test "
                + inWords(split, Part.TEST, wanted("corpus.testShare", testShare))
                + ". Add files, or divide long ones; a share of 0 leaves a part out";
    }

    private String wanted(String key, double share) {
        return String.format(Locale.ROOT, " where %s asks for %,.0f", key, share * chars);
    }

    private static String inWords(Split split, Part part, String wanted) {
        List<String> names = split.of(part).stream().map(Piece::file).toList();
        String others = names.size() > MAX_NAMED ? " and " + (names.size() - MAX_NAMED) + " more" : "";
        return names.isEmpty()
                ? "none"
                : Count.of(lengthOf(split, part), "character") + wanted + " ("
                        + String.join(", ", names.subList(0, Math.min(MAX_NAMED, names.size()))) + others + ")";
    }

    private static long lengthOf(Split split, Part part) {
        return split.of(part).stream().mapToLong(Piece::chars).sum();
    }

    private Split byFile() {
        Part[] parts = new Part[files.size()];
        Arrays.fill(parts, Part.TRAIN);
        // At least one file remains for training, and one for the test unless its share is 0.
        draw(parts, Part.VALIDATION, validationShare, testShare > 0 ? 2 : 1);
        draw(parts, Part.TEST, testShare, 1);
        List<Piece> pieces = new ArrayList<>();
        for (Part part : Part.values()) {
            IntStream.range(0, parts.length)
                    .filter(i -> parts[i] == part)
                    .forEach(i ->
                            pieces.add(piece(files.get(i), part, 0, files.get(i).length())));
        }
        return new Split(pieces);
    }

    /**
     * Moves files from training to a part: first, in order, each file that fits into the rest of the part's share; then
     * the smallest remaining file, if that brings the part nearer to its share or the share is less than half full,
     * since a part that is too long measures better than one that is too short.
     *
     * @param spare number of files that must remain
     */
    private void draw(Part[] parts, Part part, double share, int spare) {
        if (share == 0) {
            return;
        }
        long left = Arrays.stream(parts).filter(Part.TRAIN::equals).count();
        double missing = share * chars;
        for (int i = 0; i < parts.length && left > spare; i++) {
            if (parts[i] == Part.TRAIN && files.get(i).length() <= missing) {
                parts[i] = part;
                missing -= files.get(i).length();
                left--;
            }
        }
        int smallest = smallestLeft(parts);
        boolean none = missing == share * chars;
        boolean nearer = missing > share * chars / 2 || files.get(smallest).length() - missing < missing;
        if (none || left > spare && nearer) {
            parts[smallest] = part;
        }
    }

    private int smallestLeft(Part[] parts) {
        return IntStream.range(0, parts.length)
                .filter(i -> parts[i] == Part.TRAIN)
                .boxed()
                .min(Comparator.comparingLong(i -> files.get(i).length()))
                .orElseThrow();
    }

    /** Cuts the files, taken as one text: training at the beginning, then validation, test at the end. */
    private Split byCutting() {
        List<Piece> pieces = new ArrayList<>();
        double testStart = chars * (1 - testShare);
        double validationStart = testStart - chars * validationShare;
        long before = 0;
        for (TextFile file : files) {
            long length = file.length();
            long train = cut(file, 0, validationStart - before);
            long validation = validationShare > 0 ? cut(file, train, testStart - before) : train;
            long test = testShare > 0 ? length : validation;
            addPiece(pieces, file, Part.TRAIN, 0, train);
            addPiece(pieces, file, Part.VALIDATION, train, validation);
            addPiece(pieces, file, Part.TEST, validation, test);
            before += length;
        }
        return new Split(pieces);
    }

    private long cut(TextFile file, long from, double target) {
        long end = (long) Math.ceil(Math.max(from, Math.min(target, file.length())));
        return end == file.length() ? end : file.cutNear(from, end, text);
    }

    private static void addPiece(List<Piece> pieces, TextFile file, Part part, long from, long end) {
        if (end > from) {
            pieces.add(piece(file, part, from, end));
        }
    }

    private static Piece piece(TextFile file, Part part, long from, long end) {
        return new Piece(file.name(), part, from, end - from, file.sha256());
    }
}
