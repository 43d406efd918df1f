package charrnn.cli;

import java.io.PrintWriter;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Shows a run as a bar that stays at the bottom of a terminal, validations and samples as lines above it. */
final class ProgressOnTerminal extends ProgressLines {
    private static final int PARTS = 1000;
    private static final int COLUMNS = 110;

    private final ProgressBar bar = bar("", PARTS);

    private boolean closed;

    ProgressOnTerminal(PrintWriter err) {
        super(err);
    }

    /** A bar at the bottom of the terminal, until it is closed. */
    static ProgressBar bar(String name, long max) {
        // Without a given width the library asks JLine for it, which resets SIGINT: Ctrl-C would then end the process
        // at
        // once.
        return new ProgressBarBuilder()
                .setTaskName(name)
                .setInitialMax(max)
                .setStyle(ProgressBarStyle.COLORFUL_UNICODE_BLOCK)
                .hideEta()
                .setUpdateIntervalMillis(500)
                .setConsumer(new ConsoleProgressBarConsumer(System.err, COLUMNS))
                .build();
    }

    @Override
    public void stepped(Step now) {
        bar.stepTo((long) (PARTS * Math.min(1, now.done())));
        bar.setExtraMessage(state(now));
    }

    @Override
    void line(String text) {
        super.line(Terminal.ERASE_LINE + text);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            bar.close();
        }
    }
}
