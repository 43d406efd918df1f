package charrnn.cli;

import charrnn.message.TerminalText;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

/** Prints the program's output, escaped by {@link TerminalText#output}. */
final class EscapingWriter extends PrintWriter {
    private final PrintWriter plain;

    /** Prints to a standard stream, in UTF-8; {@link #checkError} is true once what reads it has ended. */
    EscapingWriter(PrintStream stream) {
        this(new OutputStreamWriter(stream, StandardCharsets.UTF_8) {
            @Override
            public void flush() throws IOException {
                super.flush();
                if (stream.checkError()) { // a PrintStream throws nothing
                    throw new IOException("the output is closed");
                }
            }
        });
    }

    EscapingWriter(Writer target) {
        super(
                new Writer() { // whose other methods delegate to this one
                    @Override
                    public void write(char[] text, int from, int length) throws IOException {
                        target.write(TerminalText.output(new String(text, from, length)));
                    }

                    @Override
                    public void flush() throws IOException {
                        target.flush();
                    }

                    @Override
                    public void close() throws IOException {
                        target.close();
                    }
                },
                true);
        plain = new PrintWriter(target, true);
    }

    /** The same output without escapes, for generated text. */
    static PrintWriter plain(PrintWriter out) {
        return out instanceof EscapingWriter escaping ? escaping.plain : out;
    }
}
