package charrnn.corpus;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Reads one file: decodes it strictly, hashes it and encodes it, in one pass and without holding its bytes. */
final class TextReader {
    private static final int BYTE_ORDER_MARK = 0xFEFF;

    private final Alphabet alphabet;
    private final int limit;
    private final IndexBuffer text = new IndexBuffer();
    private long offset;
    private long chars;
    private int previous;
    private boolean crlf;

    private TextReader(Alphabet alphabet, int limit) {
        this.alphabet = alphabet;
        this.limit = limit;
    }

    /**
     * Reads a file to its end.
     *
     * @param limit characters kept; the others are checked and counted
     * @throws NotTextException if it is not UTF-8, or holds control characters that no text has
     */
    static FileText read(String name, InputStream in, Alphabet alphabet, int limit) throws IOException {
        TextReader reader = new TextReader(alphabet, limit);
        Sha256.Stream hashed = new Sha256.Stream(in);
        reader.decode(hashed);
        reader.text.seal();
        return new FileText(name, hashed.hex(), reader.chars, reader.text, reader.crlf);
    }

    private void decode(InputStream in) throws IOException {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer bytes = ByteBuffer.allocate(1 << 16);
        CharBuffer decoded = CharBuffer.allocate(1 << 14);
        boolean end = false;
        while (!end) {
            int count = in.read(bytes.array(), bytes.position(), bytes.remaining());
            end = count < 0;
            bytes.position(bytes.position() + Math.max(count, 0)).flip();
            decode(decoder, bytes, decoded, end);
            bytes.compact();
        }
    }

    private void decode(CharsetDecoder decoder, ByteBuffer bytes, CharBuffer decoded, boolean end)
            throws NotTextException {
        CoderResult result;
        do {
            result = decoder.decode(bytes, decoded, end);
            take(decoded.flip());
            decoded.clear();
        } while (result.isOverflow());
        if (result.isError()) {
            throw new NotTextException(String.format(
                    Locale.ROOT, "not UTF-8 at byte offset %d (0x%02X)", offset, bytes.get(bytes.position()) & 0xff));
        }
    }

    private void take(CharBuffer decoded) throws NotTextException {
        char[] units = decoded.array();
        for (int i = 0; i < decoded.limit(); i++) {
            // The decoder never leaves half a pair at the end of its buffer.
            take(Character.isHighSurrogate(units[i]) ? Character.toCodePoint(units[i], units[++i]) : units[i]);
        }
    }

    private void take(int codePoint) throws NotTextException {
        if (codePoint < ' ' || codePoint == 0x7f) {
            checkControl(codePoint);
        }
        boolean mark = offset == 0 && codePoint == BYTE_ORDER_MARK;
        offset += codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
        if (mark) {
            return;
        }
        chars++;
        crlf |= codePoint == '\n' && previous == '\r';
        previous = codePoint;
        if (text.length() < limit) {
            text.append(alphabet.numberOf(codePoint));
        }
    }

    /** Tab, line feed, vertical tab, form feed and carriage return (9 to 13) occur in sources. */
    private void checkControl(int codePoint) throws NotTextException {
        if (codePoint < '\t' || codePoint > '\r') {
            throw new NotTextException(String.format(
                    Locale.ROOT, "not text: control character U+%04X at byte offset %d", codePoint, offset));
        }
    }
}
