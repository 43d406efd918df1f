package charrnn.corpus;

import charrnn.message.TerminalText;
import java.io.IOException;
import java.io.InputStream;
import java.io.UTFDataFormatException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.util.HexFormat;
import java.util.Locale;
import org.apache.commons.codec.digest.DigestUtils;

/** Reads files: decodes each strictly as UTF-8 and hashes it, in one pass and without storing its bytes. */
final class TextReader {
    private static final int BYTE_ORDER_MARK = 0xFEFF;

    private final FixedWidthText.Writer text;
    private final ByteBuffer bytes = ByteBuffer.allocate(1 << 16);
    private final CharBuffer decoded = CharBuffer.allocate(1 << 14);
    private final int[] codePoints = new int[1 << 14];
    private long limit;
    private long offset; // in bytes
    private long chars;
    private int previous;
    private boolean crlf;

    /** @param text receives the characters; of a file that is not text, those before the error */
    TextReader(FixedWidthText.Writer text) {
        this.text = text;
    }

    /**
     * Reads a file to its end; characters beyond {@code max} are only checked and counted.
     *
     * @throws UTFDataFormatException if it is not UTF-8, or contains control characters of binary files
     */
    TextFile read(String name, InputStream in, long max) throws IOException {
        limit = max;
        offset = 0;
        chars = 0;
        previous = 0;
        crlf = false;
        bytes.clear();
        decoded.clear();
        long start = text.length();
        DigestInputStream hashed = new DigestInputStream(in, DigestUtils.getSha256Digest());
        decode(hashed);
        String sha256 = HexFormat.of().formatHex(hashed.getMessageDigest().digest());
        return new TextFile(name, sha256, chars, start, text.length() - start, crlf);
    }

    private void decode(InputStream in) throws IOException {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        boolean end = false;
        while (!end) {
            int count = in.read(bytes.array(), bytes.position(), bytes.remaining());
            end = count < 0;
            bytes.position(bytes.position() + Math.max(count, 0)).flip();
            CoderResult result = CoderResult.OVERFLOW;
            while (result.isOverflow()) {
                result = decoder.decode(bytes, decoded, end);
                append(decoded.flip());
                decoded.clear();
            }
            if (result.isError()) {
                throw notText("not UTF-8 at byte offset %d (0x%02X)", offset, bytes.get(bytes.position()) & 0xff);
            }
            bytes.compact();
        }
    }

    private void append(CharBuffer decoded) throws UTFDataFormatException {
        char[] units = decoded.array();
        int length = decoded.limit();
        int number = 0;
        for (int i = 0; i < length; i++) {
            // The decoder never leaves half a surrogate pair at the end of its buffer.
            int codePoint =
                    Character.isHighSurrogate(units[i]) ? Character.toCodePoint(units[i], units[++i]) : units[i];
            // They indicate a binary file, or control a terminal: U+009B, one of C1, has the effect of ESC [.
            if (TerminalText.isControl(codePoint)) {
                throw notText("not text: control character U+%04X at byte offset %d", codePoint, offset);
            }
            if (offset > 0 || codePoint != BYTE_ORDER_MARK) {
                codePoints[number++] = codePoint;
                crlf |= codePoint == '\n' && previous == '\r';
                previous = codePoint;
            }
            offset += codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
        }
        text.append(codePoints, (int) Math.min(number, Math.max(0, limit - chars)));
        chars += number;
    }

    private static UTFDataFormatException notText(String format, Object... values) {
        return new UTFDataFormatException(String.format(Locale.ROOT, format, values));
    }
}
