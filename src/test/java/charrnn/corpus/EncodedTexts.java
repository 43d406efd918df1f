package charrnn.corpus;

/** Short texts for tests. */
public final class EncodedTexts {
    private EncodedTexts() {}

    /** A text given by its vocabulary indices, each from 0 to 255. */
    public static EncodedText ofBytes(byte... indices) {
        char[] chars = new char[indices.length];
        for (int i = 0; i < chars.length; i++) {
            chars[i] = (char) (indices[i] & 0xff);
        }
        return EncodedText.ofChars(chars);
    }

    public static EncodedText of(Vocabulary vocabulary, String text) {
        int[] symbols = vocabulary.encode(text);
        char[] chars = new char[symbols.length];
        for (int i = 0; i < chars.length; i++) {
            chars[i] = (char) symbols[i];
        }
        return EncodedText.ofChars(chars);
    }
}
