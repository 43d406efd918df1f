package charrnn.corpus;

import charrnn.corpus.FixedWidthText.Range;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** A text as vocabulary indices: a view of pieces of a {@link FixedWidthText}, translated when a window is read. */
public final class EncodedText {
    private final FixedWidthText text;
    private final List<Range> pieces;

    /** Position of each piece in this text, then the length of this text, [pieces + 1]. */
    private final long[] starts;

    private final Vocabulary vocabulary;
    private final char[] indices;
    private final long[] counts;

    /** @param counts occurrences of each character in the pieces */
    EncodedText(FixedWidthText text, List<Range> pieces, Vocabulary vocabulary, CharCounts counts) {
        this.text = text;
        this.pieces = pieces;
        this.starts = new long[pieces.size() + 1];
        for (int i = 0; i < pieces.size(); i++) {
            starts[i + 1] = starts[i] + pieces.get(i).length();
        }
        this.vocabulary = vocabulary;
        this.indices = vocabulary.indices();
        this.counts = counts.byIndex(vocabulary);
    }

    public Vocabulary vocabulary() {
        return vocabulary;
    }

    public EncodedText in(Vocabulary other) {
        return new EncodedText(text, pieces, other, text.count(pieces));
    }

    public long length() {
        return starts[starts.length - 1];
    }

    /** The first characters of this text, at most {@code length}. */
    public EncodedText first(long length) {
        List<Range> first = IntStream.range(0, pieces.size())
                .filter(i -> starts[i] < length)
                .mapToObj(i ->
                        new Range(pieces.get(i).start(), Math.min(pieces.get(i).length(), length - starts[i])))
                .toList();
        return new EncodedText(text, first, vocabulary, text.count(first));
    }

    /** Number of files, or pieces of files, that the text consists of. */
    public int files() {
        return pieces.size();
    }

    /** Position of the first character of a file, or piece of a file. */
    public long startOf(int file) {
        return starts[file];
    }

    public long endOf(int file) {
        return starts[file + 1];
    }

    /** Number of the file, or piece of a file, that contains a position; the last one for the end of the text. */
    public int fileAt(long position) {
        int found = Arrays.binarySearch(starts, position);
        return Math.min(found >= 0 ? found : -found - 2, pieces.size() - 1);
    }

    /** Vocabulary indices of the characters [from, from + count), which the text must contain. */
    public int[] read(long from, int count) {
        if (from < 0 || count < 0 || from + count > length()) {
            throw new IndexOutOfBoundsException("[" + from + ", " + (from + count) + ") of " + length());
        }
        int[] window = new int[count];
        int piece = fileAt(from);
        for (int filled = 0; filled < count; piece++) {
            long position = from + filled;
            int chunk = (int) Math.min(count - filled, starts[piece + 1] - position);
            text.read(pieces.get(piece).start() + position - starts[piece], chunk, window, filled);
            filled += chunk;
        }
        for (int i = 0; i < count; i++) {
            window[i] = window[i] < indices.length ? indices[window[i]] : Vocabulary.UNKNOWN;
        }
        return window;
    }

    /** Occurrences of each index, known without reading the text, [vocabulary]. */
    public long[] counts() {
        return counts.clone();
    }
}
