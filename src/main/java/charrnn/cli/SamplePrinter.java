package charrnn.cli;

import charrnn.sample.Samples;
import charrnn.sample.Token;
import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Prints samples with their primes, each as it is generated. Several samples each end with a line end and have a
 * separator between them; a single one is printed unchanged, except for a line end on a terminal.
 */
final class SamplePrinter implements Samples.Listener {
    private final PrintWriter out;
    private final Tint tint;
    private final String prime;
    private final String separator;
    private final int count;
    private boolean atLineStart;

    /** Thrown when the process that reads the output, such as {@code head}, has ended. */
    static final class ReaderGone extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /**
     * Begins the first sample.
     *
     * @param separator text between two samples, with its line end
     * @throws ReaderGone if the reader of the output is gone; all other methods throw it too
     */
    SamplePrinter(PrintWriter out, Tint tint, String prime, String separator, int count) {
        this.out = out;
        this.tint = tint;
        this.prime = prime;
        this.separator = separator;
        this.count = count;
        begin();
    }

    private void begin() {
        print(out, tint.plain(prime));
        atLineStart = prime.endsWith("\n");
    }

    @Override
    public void accept(List<Token> tokens) {
        print(
                out,
                tokens.stream()
                        .map(token -> tint.of(token.codePoint(), token.probability()))
                        .collect(Collectors.joining()));
        atLineStart = tokens.get(tokens.size() - 1).codePoint() == '\n';
    }

    @Override
    public void complete(Samples.Sample sample) {
        if (!atLineStart && (count > 1 || tint.isOnTerminal())) {
            print(out, "\n");
        }
        if (sample.number() + 1 < count) {
            print(out, separator);
            begin();
        }
    }

    /** @throws ReaderGone if the reader of the output is gone */
    static void print(PrintWriter out, String text) {
        out.print(text);
        if (out.checkError()) {
            throw new ReaderGone();
        }
    }
}
