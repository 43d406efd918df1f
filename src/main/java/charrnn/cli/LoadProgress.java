package charrnn.cli;

import charrnn.corpus.Corpus;
import charrnn.corpus.LoadListener;
import java.io.PrintWriter;
import java.util.function.Consumer;
import java.util.function.Function;

/** Shows the progress of encoding a large corpus. */
final class LoadProgress implements LoadListener {
    private static final int MB = 1_000_000;

    private final Consumer<String> warnings;
    private final ProgressDisplay progress;

    private LoadProgress(Consumer<String> warnings, ProgressDisplay progress) {
        this.warnings = warnings;
        this.progress = progress;
    }

    /**
     * Loads a corpus and shows the progress.
     *
     * @param warnings receives one message each
     * @param err where the progress goes unless the standard error is a terminal
     */
    static Corpus load(Consumer<String> warnings, PrintWriter err, Function<LoadListener, Corpus> loading) {
        try (ProgressDisplay progress = new ProgressDisplay("encoding the corpus", "MB", err)) {
            return loading.apply(new LoadProgress(warnings, progress));
        }
    }

    @Override
    public void warn(String message) {
        warnings.accept(message);
    }

    @Override
    public void encoding(long done, long total) {
        progress.at(done / MB, total / MB);
    }
}
