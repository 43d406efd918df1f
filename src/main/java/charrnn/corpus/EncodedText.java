package charrnn.corpus;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A text as vocabulary indices. It is a view of pieces of a {@link FixedWidthText}, which are translated when a window
 * is read. Reading a whole window is much faster than reading single characters.
 */
public final class EncodedText {
    private final FixedWidthText text;
    private final long[] positions;
    private final long[] starts;
    private final char[] indices;
    private final long[] counts;

    /**
     * @param text contains the pieces
     * @param positions position of each piece in {@code text}, [pieces]
     * @param starts position in this text of each piece, ascending, and last the length, [pieces + 1]
     * @param indices vocabulary index of each code point, see {@link Vocabulary#indices}
     * @param counts occurrences of each index, [vocabulary]
     */
    EncodedText(FixedWidthText text, long[] positions, long[] starts, char[] indices, long[] counts) {
        this.text = text;
        this.positions = positions;
        this.starts = starts;
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
        char[] same = new char[symbols];
        IntStream.range(0, symbols).forEach(i -> same[i] = (char) i);
        long[] counts = new long[symbols];
        FixedWidthWriter.Memory memory = new FixedWidthWriter.Memory(Long.MAX_VALUE);
        FixedWidthWriter writer = new FixedWidthWriter(memory);
        indices.forEach(index -> {
            writer.append(index);
            counts[index]++;
        });
        writer.finish();
        long length = writer.length();
        return new EncodedText(memory.text(length), new long[1], new long[] {0, length}, same, counts);
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
            int some = (int) Math.min(count - filled, starts[piece + 1] - position);
            text.copy(positions[piece] + position - starts[piece], some, indices, window, filled);
            filled += some;
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
