package charrnn.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/** Shows how far a long work is: a bar on a terminal, a line every ten seconds elsewhere; of a short one, nothing. */
final class WorkProgress implements AutoCloseable {
    private static final long UNNOTICED = Duration.ofSeconds(1).toNanos();
    private static final long BETWEEN_LINES = Duration.ofSeconds(10).toNanos();

    private final String what;
    private final String unit;
    private final PrintWriter err;
    private final boolean terminal;
    private final LongSupplier clock;
    private OptionalLong begin = OptionalLong.empty();
    private long next;
    private Optional<TerminalBar> bar = Optional.empty();

    /**
     * Shows nothing yet.
     *
     * @param unit of what is counted
     * @param err where the lines go unless the standard error is a terminal
     */
    WorkProgress(String what, String unit, PrintWriter err) {
        this(what, unit, err, Terminal.isStandardError(), System::nanoTime);
    }

    /** @param clock nanoseconds since whenever */
    WorkProgress(String what, String unit, PrintWriter err, boolean terminal, LongSupplier clock) {
        this.what = what;
        this.unit = unit;
        this.err = err;
        this.terminal = terminal;
        this.clock = clock;
    }

    /** Takes note of how far the work is, as often as you like; it has begun with the first call. */
    void at(long done, long total) {
        long now = clock.getAsLong();
        if (begin.isEmpty()) {
            begin = OptionalLong.of(now);
            next = now + UNNOTICED;
        }
        if (now - next < 0) {
            return;
        }
        double seconds = (now - begin.getAsLong()) / 1e9;
        if (terminal) {
            TerminalBar shown = bar.orElseGet(() -> TerminalBar.onStandardError(what + " ", total));
            bar = Optional.of(shown);
            shown.show(done, () -> states(done, total, seconds));
            next = now + UNNOTICED / 2;
        } else {
            err.println(what + ": " + states(done, total, seconds).get(0));
            next = now + BETWEEN_LINES;
        }
    }

    /** The state in words, from the most to the fewest. */
    private List<String> states(long done, long total, double seconds) {
        double perSecond = done / seconds;
        String amount = String.format(Locale.ROOT, "%,d of %,d %s", done, total, unit);
        String speed = String.format(Locale.ROOT, perSecond < 10 ? "%.1f %s/s" : "%,.0f %s/s", perSecond, unit);
        String left = ProgressLines.time((total - done) / perSecond) + " left";
        return List.of(String.join("  ", amount, speed, left), String.join("  ", amount, left), left);
    }

    @Override
    public void close() {
        bar.ifPresent(TerminalBar::close);
    }
}
