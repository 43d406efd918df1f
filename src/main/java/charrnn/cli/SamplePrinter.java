package charrnn.cli;

import charrnn.sample.FinishReason;
import charrnn.sample.Samples;
import java.io.PrintWriter;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Prints samples that are written together one after the other, each with its prime. The first incomplete sample is
 * printed as it is written; later ones are kept until their turn. Several samples each end with a line end and have a
 * separator between them; a single one is printed unchanged, except for a line end on a terminal.
 */
final class SamplePrinter implements Samples.Listener {
    private final PrintWriter out;
    private final Tint tint;
    private final String prime;
    private final String separator;
    private final int count;
    private final Map<Integer, StringBuilder> waiting = new HashMap<>();
    private final Set<Integer> complete = new HashSet<>();
    private int current;
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
        show(prime);
    }

    @Override
    public void accept(int sample, int codePoint) {
        if (sample == current) {
            show(Character.toString(codePoint));
        } else {
            waiting.computeIfAbsent(sample, s -> new StringBuilder()).appendCodePoint(codePoint);
        }
    }

    /** Prints the next character of the current sample in the colour of its probability. */
    void accept(int codePoint, double probability) {
        print(out, tint.of(codePoint, probability));
        atLineStart = codePoint == '\n';
    }

    /** Ends a sample; the next one that is incomplete follows. */
    @Override
    public void complete(int sample, FinishReason end) {
        complete.add(sample);
        while (complete.remove(current)) {
            if (!atLineStart && (count > 1 || tint.isOnTerminal())) {
                print(out, "\n");
            }
            current++;
            if (current < count) {
                StringBuilder kept = waiting.remove(current);
                atLineStart = false;
                print(out, separator);
                show(prime + (kept == null ? "" : kept));
            }
        }
    }

    private void show(String text) {
        print(out, tint.plain(text));
        atLineStart = text.isEmpty() ? atLineStart : text.endsWith("\n");
    }

    /** @throws ReaderGone if the reader of the output is gone */
    static void print(PrintWriter out, String text) {
        out.print(text);
        if (out.checkError()) {
            throw new ReaderGone();
        }
    }
}
