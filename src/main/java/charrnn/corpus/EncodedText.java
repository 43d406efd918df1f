package charrnn.corpus;

/**
 * A text as vocabulary indices, one byte a character up to 256 symbols and two bytes beyond.
 *
 * <p>It lies in blocks, because one array of half a gigabyte needs a hole of that size in the heap while the text is put
 * together; and each block chooses its width, because a rare symbol beyond the 256th should not double a whole text.
 */
public final class EncodedText {
    private final byte[][] narrow;
    private final char[][] wide;
    private final int shift;
    private final int mask;
    private final int length;

    /**
     * @param narrow blocks of one byte a character, [block][2^shift]; empty where the block is wide; the last may be short
     * @param wide blocks of two bytes a character, [block][2^shift]; empty where the block is narrow
     * @param shift binary logarithm of a block's length
     * @param length characters
     */
    EncodedText(byte[][] narrow, char[][] wide, int shift, int length) {
        this.narrow = narrow;
        this.wide = wide;
        this.shift = shift;
        this.mask = (1 << shift) - 1;
        this.length = length;
    }

    /** A text of at most 256 symbols; the array is kept, not copied. */
    public static EncodedText ofBytes(byte[] indices) {
        return new EncodedText(new byte[][] {indices}, new char[1][0], 31, indices.length);
    }

    /** A text of at most 65,536 symbols; the array is kept, not copied. */
    public static EncodedText ofChars(char[] indices) {
        return new EncodedText(new byte[1][0], new char[][] {indices}, 31, indices.length);
    }

    /** Number of characters. */
    public int length() {
        return length;
    }

    /** Vocabulary index of the character at {@code position}. */
    public int at(int position) {
        int block = position >>> shift;
        byte[] bytes = narrow[block];
        return bytes.length > 0 ? bytes[position & mask] & 0xff : wide[block][position & mask];
    }
}
