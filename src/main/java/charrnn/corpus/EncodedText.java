package charrnn.corpus;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A text as vocabulary indices. It is a view: its pieces stand where their files were encoded, in memory or in a mapped
 * file, and are translated when they are read. To read a window at once is much faster than character by character.
 */
public final class EncodedText {
    private final CodedText text;
    private final long[] places;
    private final long[] starts;
    private final char[] translation;
    private final long[] counts;

    /**
     * @param text where the pieces stand
     * @param places position there of each piece, [pieces]
     * @param starts position in this text of each piece, ascending, and last the length, [pieces + 1]
     * @param translation vocabulary index of each number in {@code text}, [alphabet]
     * @param counts occurrences of each index, [vocabulary]
     */
    EncodedText(CodedText text, long[] places, long[] starts, char[] translation, long[] counts) {
        this.text = text;
        this.places = places;
        this.starts = starts;
        this.translation = translation;
        this.counts = counts;
    }

    /** A text of at most 256 symbols; the array is kept, not copied. */
    public static EncodedText ofBytes(byte[] indices) {
        return of(ByteBuffer.wrap(indices), indices.length, 256);
    }

    /** A text of at most 65,536 symbols. */
    public static EncodedText ofChars(char[] indices) {
        ByteBuffer bytes = ByteBuffer.allocate(2 * indices.length);
        bytes.asCharBuffer().put(indices);
        return of(bytes, indices.length, 65_536);
    }

    private static EncodedText of(ByteBuffer indices, int length, int symbols) {
        CodedText text = CodedText.of(List.of(indices), Integer.SIZE, length);
        long[] counts = new long[symbols];
        text.count(0, length, 1, counts);
        char[] same = new char[symbols];
        IntStream.range(0, symbols).forEach(i -> same[i] = (char) i);
        return new EncodedText(text, new long[1], new long[] {0, length}, same, counts);
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
     * @throws IndexOutOfBoundsException if they are not all there
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
            text.copy(places[piece] + position - starts[piece], some, translation, window, filled);
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
