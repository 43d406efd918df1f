package charrnn.cli;

import charrnn.corpus.Corpus;
import charrnn.corpus.LoadListener;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Function;

/** Shows how a large corpus is encoded: a bar on a terminal, a line every ten seconds elsewhere; of a small one, nothing. */
final class LoadProgress implements LoadListener, AutoCloseable {
    private static final long UNNOTICED = Duration.ofSeconds(1).toNanos();
    private static final long BETWEEN_LINES = Duration.ofSeconds(10).toNanos();
    private static final int MB = 1_000_000;

    private final Consumer<String> warnings;
    private final PrintWriter err;
    private OptionalLong begin = OptionalLong.empty();
    private long nextLine;
    private Optional<TerminalBar> bar = Optional.empty();

    private LoadProgress(Consumer<String> warnings, PrintWriter err) {
        this.warnings = warnings;
        this.err = err;
    }

    /**
     * Loads a corpus and shows the progress.
     *
     * @param warnings takes one message each
     * @param err where the progress goes unless the standard error is a terminal
     */
    static Corpus load(Consumer<String> warnings, PrintWriter err, Function<LoadListener, Corpus> loading) {
        try (LoadProgress progress = new LoadProgress(warnings, err)) {
            return loading.apply(progress);
        }
    }

    @Override
    public void warn(String message) {
        warnings.accept(message);
    }

    @Override
    public void encoding(long done, long total) {
        long now = System.nanoTime();
        if (begin.isEmpty()) {
            begin = OptionalLong.of(now);
            nextLine = now + UNNOTICED;
        }
        if (now - nextLine < 0) {
            return;
        }
        double seconds = (now - begin.getAsLong()) / 1e9;
        if (Terminal.isStandardError()) {
            TerminalBar shown = bar.orElseGet(() -> TerminalBar.onStandardError("encoding ", total));
            bar = Optional.of(shown);
            shown.show(done, () -> states(done, total, seconds));
            nextLine = now + UNNOTICED / 2;
        } else {
            err.println("encoding the corpus: " + states(done, total, seconds).get(0));
            nextLine = now + BETWEEN_LINES;
        }
    }

    /** The state in words, from the most to the fewest. */
    private static List<String> states(long done, long total, double seconds) {
        String amount = String.format(Locale.ROOT, "%,d of %,d MB", done / MB, total / MB);
        String speed = String.format(Locale.ROOT, "%,.0f MB/s", done / seconds / MB);
        String left = ProgressLines.time(seconds / done * (total - done)) + " left";
        return List.of(String.join("  ", amount, speed, left), String.join("  ", amount, left), left);
    }

    @Override
    public void close() {
        bar.ifPresent(TerminalBar::close);
    }
}
