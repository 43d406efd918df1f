package charrnn.corpus;

/** A text as vocabulary indices, one byte a character up to 256 symbols and two bytes beyond. */
public final class EncodedText {
    private final byte[] narrow;
    private final char[] wide;
    private final int length;

    private EncodedText(byte[] narrow, char[] wide, int length) {
        this.narrow = narrow;
        this.wide = wide;
        this.length = length;
    }

    /** A text of at most 256 symbols; the array is kept, not copied. */
    public static EncodedText ofBytes(byte[] indices) {
        return new EncodedText(indices, new char[0], indices.length);
    }

    /** A text of at most 65,536 symbols; the array is kept, not copied. */
    public static EncodedText ofChars(char[] indices) {
        return new EncodedText(new byte[0], indices, indices.length);
    }

    /** Number of characters. */
    public int length() {
        return length;
    }

    /** Vocabulary index of the character at {@code position}. */
    public int at(int position) {
        return wide.length > 0 ? wide[position] : narrow[position] & 0xff;
    }
}
