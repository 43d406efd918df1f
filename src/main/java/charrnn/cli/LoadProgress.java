package charrnn.cli;

import charrnn.corpus.Corpus;
import charrnn.corpus.LoadListener;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Function;
import me.tongfei.progressbar.ProgressBar;

/** Shows how a large corpus is encoded: a bar on a terminal, a line every ten seconds elsewhere; of a small one, nothing. */
final class LoadProgress implements LoadListener, AutoCloseable {
    private static final long UNNOTICED = Duration.ofSeconds(1).toNanos();
    private static final long BETWEEN_LINES = Duration.ofSeconds(10).toNanos();
    private static final int MB = 1_000_000;

    private final Consumer<String> warnings;
    private final PrintWriter err;
    private OptionalLong begin = OptionalLong.empty();
    private long nextLine;
    private Optional<ProgressBar> bar = Optional.empty();

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
        String state = state(done, total, (now - begin.getAsLong()) / 1e9);
        if (Terminal.isStandardError()) {
            ProgressBar shown = bar.orElseGet(() -> ProgressOnTerminal.bar("encoding ", total));
            bar = Optional.of(shown);
            shown.stepTo(done);
            shown.setExtraMessage(state);
            nextLine = now + UNNOTICED / 2;
        } else {
            err.println("encoding the corpus: " + state);
            nextLine = now + BETWEEN_LINES;
        }
    }

    private static String state(long done, long total, double seconds) {
        return String.format(
                Locale.ROOT,
                "%,d of %,d MB  %,.0f MB/s  %s left",
                done / MB,
                total / MB,
                done / seconds / MB,
                ProgressLines.time(seconds / done * (total - done)));
    }

    @Override
    public void close() {
        bar.ifPresent(ProgressBar::close);
    }
}
