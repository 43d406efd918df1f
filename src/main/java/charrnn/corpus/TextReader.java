package charrnn.corpus;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Reads files: decodes each strictly, hashes it and encodes it, in one pass and without holding its bytes. */
final class TextReader {
    private static final int BYTE_ORDER_MARK = 0xFEFF;

    private final Alphabet alphabet;
    private final CodedTextWriter text;
    private final CharCounts.Counter counter = new CharCounts.Counter();
    private final ByteBuffer bytes = ByteBuffer.allocate(1 << 16);
    private final CharBuffer decoded = CharBuffer.allocate(1 << 14);
    private long limit;
    private long offset;
    private long chars;
    private int previous;
    private boolean crlf;

    /** @param text takes the characters, those of files that are no text too, up to where they are none */
    TextReader(Alphabet alphabet, CodedTextWriter text) {
        this.alphabet = alphabet;
        this.text = text;
    }

    /**
     * Reads a file to its end.
     *
     * @param most characters encoded; the others are checked and counted
     * @throws NotTextException if it is not UTF-8, or holds control characters that no text has
     */
    FileText read(String name, InputStream in, long most) throws IOException {
        long start = text.length();
        begin(most);
        Sha256.Stream hashed = new Sha256.Stream(in);
        decode(hashed);
        long length = text.length() - start;
        return new FileText(name, hashed.hex(), chars, start, length, crlf, counter.take(), length);
    }

    private void begin(long most) {
        limit = most;
        offset = 0;
        chars = 0;
        previous = 0;
        crlf = false;
        bytes.clear();
        decoded.clear();
        counter.take();
    }

    private void decode(InputStream in) throws IOException {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        boolean end = false;
        while (!end) {
            int count = in.read(bytes.array(), bytes.position(), bytes.remaining());
            end = count < 0;
            bytes.position(bytes.position() + Math.max(count, 0)).flip();
            decode(decoder, end);
            bytes.compact();
        }
    }

    private void decode(CharsetDecoder decoder, boolean end) throws NotTextException {
        CoderResult result;
        do {
            result = decoder.decode(bytes, decoded, end);
            takeDecoded();
        } while (result.isOverflow());
        if (result.isError()) {
            throw new NotTextException(String.format(
                    Locale.ROOT, "not UTF-8 at byte offset %d (0x%02X)", offset, bytes.get(bytes.position()) & 0xff));
        }
    }

    private void takeDecoded() throws NotTextException {
        char[] units = decoded.array();
        int end = decoded.flip().limit();
        decoded.clear();
        for (int i = 0; i < end; i++) {
            // The decoder never leaves half a pair at the end of its buffer.
            take(Character.isHighSurrogate(units[i]) ? Character.toCodePoint(units[i], units[++i]) : units[i]);
        }
    }

    private void take(int codePoint) throws NotTextException {
        if (Character.isISOControl(codePoint)) {
            checkControl(codePoint);
        }
        boolean mark = offset == 0 && codePoint == BYTE_ORDER_MARK;
        offset += codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
        if (mark) {
            return;
        }
        if (chars++ < limit) {
            int number = alphabet.numberOf(codePoint);
            text.append(number);
            counter.add(number);
        }
        crlf |= codePoint == '\n' && previous == '\r';
        previous = codePoint;
    }

    /**
     * Tab, line feed, vertical tab, form feed and carriage return (9 to 13) occur in sources. The others are marks of binary
     * files, or control a terminal that the text is printed on: U+009B, one of the C1 controls, does what ESC [ does.
     */
    private void checkControl(int codePoint) throws NotTextException {
        if (codePoint < '\t' || codePoint > '\r') {
            throw new NotTextException(String.format(
                    Locale.ROOT, "not text: control character U+%04X at byte offset %d", codePoint, offset));
        }
    }
}
