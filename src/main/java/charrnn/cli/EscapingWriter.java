package charrnn.cli;

import charrnn.config.TerminalText;
import java.io.FilterWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

/** Prints the program's output, escaped by {@link TerminalText#output}. */
final class EscapingWriter extends PrintWriter {
    private final PrintWriter plain;

    /** Prints to a stream, in UTF-8. */
    EscapingWriter(OutputStream stream) {
        this(new OutputStreamWriter(stream, StandardCharsets.UTF_8));
    }

    EscapingWriter(Writer target) {
        super(new Escaping(target), true);
        plain = new PrintWriter(target, true);
    }

    /** The same output without escapes, for generated text. */
    static PrintWriter plain(PrintWriter out) {
        return out instanceof EscapingWriter escaping ? escaping.plain : out;
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
            out.write(TerminalText.output(text));
        }
    }
}
