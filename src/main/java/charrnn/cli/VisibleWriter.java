package charrnn.cli;

import charrnn.config.OneLine;
import java.io.FilterWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Prints text for a terminal, and escapes by {@link OneLine#visible} each character that would control it, such as one
 * that changes the direction of writing. In a JSON document the escape means the same character. Line ends, tabs,
 * colours and the sequence that erases a line are not escaped.
 */
final class VisibleWriter extends PrintWriter {
    private static final Pattern PASSES = Pattern.compile("\r?\n|\t|\r?\u001b\\[K|\u001b\\[[0-9;]*m");

    private final PrintWriter plain;

    /** Prints to a stream, in UTF-8. */
    VisibleWriter(OutputStream stream) {
        this(new OutputStreamWriter(stream, StandardCharsets.UTF_8));
    }

    VisibleWriter(Writer target) {
        super(new Escaping(target), true);
        plain = new PrintWriter(target, true);
    }

    /** The same output without escapes, for generated text. */
    static PrintWriter plain(PrintWriter out) {
        return out instanceof VisibleWriter visible ? visible.plain : out;
    }

    private static final class Escaping extends FilterWriter {
        Escaping(Writer target) {
            super(target);
        }

        @Override
        public void write(int character) throws IOException {
            write(Character.toString((char) character));
        }

        @Override
        public void write(char[] text, int from, int length) throws IOException {
            write(new String(text, from, length));
        }

        @Override
        public void write(String text, int from, int length) throws IOException {
            write(text.substring(from, from + length));
        }

        @Override
        public void write(String text) throws IOException {
            out.write(escaped(text));
        }
    }

    private static String escaped(String text) {
        StringBuilder shown = new StringBuilder(text.length());
        Matcher passes = PASSES.matcher(text);
        int at = 0;
        while (at < text.length()) {
            int codePoint = text.codePointAt(at);
            int end = at + Character.charCount(codePoint);
            if (!OneLine.prints(codePoint) && passes.region(at, text.length()).lookingAt()) {
                shown.append(passes.group());
                end = passes.end();
            } else {
                shown.append(OneLine.visible(codePoint));
            }
            at = end;
        }
        return shown.toString();
    }
}
