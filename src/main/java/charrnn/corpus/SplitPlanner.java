package charrnn.corpus;

import charrnn.corpus.Split.Part;
import charrnn.corpus.Split.Piece;
import charrnn.message.Count;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Splits files into training, validation and test by whole files, since pieces of one file resemble each other.
 *
 * @param files the files in shuffled order, at least one
 */
record SplitPlanner(List<TextFile> files, FixedWidthText text, double validationShare, double testShare) {
    /** Factor by which a part may be too short or too long without a warning. */
    private static final int UNEVEN = 3;

    private long chars() {
        return files.stream().mapToLong(TextFile::length).sum();
    }

    /** Plans the split. If there are not enough files for each part to have one, the text is cut. */
    Split plan(Consumer<String> warnings) {
        int heldOutParts = (validationShare > 0 ? 1 : 0) + (testShare > 0 ? 1 : 0);
        if (files.size() > heldOutParts) {
            Split split = byFile();
            if (isUneven(split, Part.VALIDATION, validationShare) || isUneven(split, Part.TEST, testShare)) {
                warnings.accept("the parts of the corpus are not as long as their shares, since each of its "
                        + Count.of(files.size(), "file") + " goes whole into one part: validation "
                        + inWords(split, Part.VALIDATION, "corpus.validationShare", validationShare) + "; test "
                        + inWords(split, Part.TEST, "corpus.testShare", testShare)
                        + ". Add files, or divide long ones; a share of 0 leaves a part out");
            }
            return split;
        }
        warnings.accept("the corpus has only " + Count.of(files.size(), "file")
                + ": training, validation and test are cut from the same text, at line ends; with "
                + Count.of(heldOutParts + 1L, "file") + " or more, each part has files of its own");
        return byCutting();
    }

    /** Whether a part's length is far from its share: if it is very short, its loss is unreliable. */
    private boolean isUneven(Split split, Part part, double share) {
        long length = length(split, part);
        return length * UNEVEN < share * chars() || length > share * chars() * UNEVEN;
    }

    private static long length(Split split, Part part) {
        return split.of(part).stream().mapToLong(Piece::chars).sum();
    }

    private String inWords(Split split, Part part, String key, double share) {
        return Count.of(length(split, part), "character")
                + String.format(Locale.ROOT, " where %s asks for %,.0f", key, share * chars());
    }

    private Split byFile() {
        Set<TextFile> train = new LinkedHashSet<>(files);
        // At least one file remains for training, and one for the test unless its share is 0.
        Set<TextFile> validation = draw(train, validationShare, testShare > 0 ? 2 : 1);
        Set<TextFile> test = draw(train, testShare, 1);
        List<Piece> pieces = new ArrayList<>();
        new EnumMap<>(Map.of(Part.TRAIN, train, Part.VALIDATION, validation, Part.TEST, test))
                .forEach((part, ofPart) -> files.stream()
                        .filter(ofPart::contains)
                        .forEach(file -> addPiece(pieces, file, part, 0, file.length())));
        return new Split(pieces);
    }

    /**
     * Moves files from the rest to a part: first, in order, each file that fits into what is left of the part's share;
     * then the smallest remaining file, if that brings the part nearer to its share or the part has less than half of
     * it. A part that is too long measures better than one that is too short.
     */
    private Set<TextFile> draw(Set<TextFile> rest, double share, int reserved) {
        Set<TextFile> drawn = new HashSet<>();
        if (share == 0) {
            return drawn;
        }
        double target = share * chars();
        double missing = target;
        for (Iterator<TextFile> left = rest.iterator(); left.hasNext() && rest.size() > reserved; ) {
            TextFile file = left.next();
            if (file.length() <= missing) {
                left.remove();
                drawn.add(file);
                missing -= file.length();
            }
        }
        TextFile smallest = Collections.min(rest, Comparator.comparingLong(TextFile::length));
        boolean nearer = missing > target / 2 || smallest.length() - missing < missing;
        if (rest.size() > reserved && nearer) {
            rest.remove(smallest);
            drawn.add(smallest);
        }
        return drawn;
    }

    /** Cuts the concatenated files: training at the beginning, then validation, test at the end. */
    private Split byCutting() {
        List<Piece> pieces = new ArrayList<>();
        double testStart = chars() * (1 - testShare);
        double validationStart = testStart - chars() * validationShare;
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
            pieces.add(new Piece(file.name(), part, from, end - from, file.sha256()));
        }
    }
}
