package charrnn.corpus;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A text as vocabulary indices: a view of pieces of a {@link FixedWidthText}, translated when a window is read. Reading
 * a window is much faster than reading single characters.
 */
public final class EncodedText {
    private final FixedWidthText text;

    /** Position of each piece in {@link #text}, [pieces]. */
    private final long[] positions;

    /** Position of each piece in this text, then the length of this text, [pieces + 1]. */
    private final long[] starts;

    private final char[] indices;
    private final long[] counts;

    /**
     * @param pieces ranges of {@code text}, in the order of this text
     * @param indices vocabulary index of each code point, see {@link Vocabulary#indices}
     * @param counts occurrences of each index, [vocabulary]
     */
    EncodedText(FixedWidthText text, List<FixedWidthText.Range> pieces, char[] indices, long[] counts) {
        this.text = text;
        this.positions = pieces.stream().mapToLong(FixedWidthText.Range::start).toArray();
        this.starts = new long[positions.length + 1];
        for (int i = 0; i < positions.length; i++) {
            starts[i + 1] = starts[i] + pieces.get(i).length();
        }
        this.indices = indices;
        this.counts = counts;
    }

    /** A text on the heap of at most 256 symbols, given by their indices. */
    public static EncodedText ofBytes(byte[] indices) {
        return of(256, IntStream.range(0, indices.length).map(i -> indices[i] & 0xff));
    }

    /** A text on the heap of at most 65,536 symbols, given by their indices. */
    public static EncodedText ofChars(char[] indices) {
        return of(65_536, IntStream.range(0, indices.length).map(i -> indices[i]));
    }

    private static EncodedText of(int symbols, IntStream indices) {
        FixedWidthWriter.Memory memory = new FixedWidthWriter.Memory(Long.MAX_VALUE);
        FixedWidthWriter writer = new FixedWidthWriter(memory);
        indices.forEach(writer::append);
        writer.finish();
        char[] identity = new char[symbols];
        IntStream.range(0, symbols).forEach(i -> identity[i] = (char) i);
        long[] counts =
                IntStream.range(0, symbols).mapToLong(writer.counts()::of).toArray();
        FixedWidthText.Range whole = new FixedWidthText.Range(0, writer.length());
        return new EncodedText(memory.text(writer.length()), List.of(whole), identity, counts);
    }

    /** Number of characters. */
    public long length() {
        return starts[starts.length - 1];
    }

    /** Vocabulary index of the character at {@code position}. */
    public int at(long position) {
        return read(position, 1)[0];
    }

    /**
     * Vocabulary indices of the characters [from, from + count).
     *
     * @throws IndexOutOfBoundsException if the text does not contain all of them
     */
    public int[] read(long from, int count) {
        if (from < 0 || count < 0 || from + count > length()) {
            throw new IndexOutOfBoundsException("[" + from + ", " + (from + count) + ") of " + length());
        }
        int[] window = new int[count];
        int piece = count == 0 ? 0 : pieceAt(from);
        for (int filled = 0; filled < count; piece++) {
            long position = from + filled;
            int chunk = (int) Math.min(count - filled, starts[piece + 1] - position);
            text.read(positions[piece] + position - starts[piece], chunk, window, filled);
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

    private int pieceAt(long position) {
        int found = Arrays.binarySearch(starts, position);
        return found >= 0 ? found : -found - 2;
    }
}
