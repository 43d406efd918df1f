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
 * it comes, those whose turn has not come are kept until then.
 */
final class SamplePrinter implements Samples.Listener {
    private final PrintWriter out;
    private final String prime;
    private final int count;
    private final Map<Integer, StringBuilder> waiting = new HashMap<>();
    private final Set<Integer> complete = new HashSet<>();
    private int current;

    /** Who reads the output, {@code head} for instance, has enough. */
    static final class ReaderGone extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** @throws ReaderGone as all other methods here */
    SamplePrinter(PrintWriter out, String prime, int count) {
        this.out = out;
        this.prime = prime;
        this.count = count;
        print(prime);
    }

    @Override
    public void accept(int sample, int codePoint) {
        if (sample == current) {
            print(Character.toString(codePoint));
        } else {
            waiting.computeIfAbsent(sample, s -> new StringBuilder()).appendCodePoint(codePoint);
        }
    }

    /** So the next may have its turn. */
    @Override
    public void complete(int sample, TextGenerator.End end) {
        complete.add(sample);
        while (complete.remove(current)) {
            if (Terminal.isStandardOutput()) {
                out.println();
            }
            current++;
            if (current < count) {
                StringBuilder kept = waiting.remove(current);
                print(System.lineSeparator() + prime + (kept == null ? "" : kept));
            }
        }
    }

    private void print(String text) {
        out.print(text);
        if (out.checkError()) {
            throw new ReaderGone();
        }
    }
}
