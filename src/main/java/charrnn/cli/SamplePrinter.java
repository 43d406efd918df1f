package charrnn.cli;

import charrnn.sample.Samples;
import charrnn.sample.TextGenerator;
import java.io.PrintWriter;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Writes samples that come about together one after the other, each with its prime: the first that is not complete as
 * it comes, those whose turn has not come are kept until then. Several samples end with a line end each and have a
 * separator between them; a single one is printed as it is, but for a line end on a terminal.
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

    /** The process that reads the output, {@code head} for instance, has ended. */
    static final class ReaderGone extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /**
     * Begins the first sample.
     *
     * @param separator text between two samples, with its line end
     * @throws ReaderGone as all other methods here
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

    /** The current sample goes on with a character in the colour of its probability. */
    void accept(int codePoint, double probability) {
        print(out, tint.of(codePoint, probability));
        atLineStart = codePoint == '\n';
    }

    /** So the next may have its turn. */
    @Override
    public void complete(int sample, TextGenerator.End end) {
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
