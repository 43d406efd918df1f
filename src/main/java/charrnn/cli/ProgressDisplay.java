package charrnn.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Shows the progress of long work: a bar at the bottom of a terminal, or else a line every ten seconds. */
final class ProgressDisplay implements AutoCloseable {
    private static final long UNNOTICED = Duration.ofSeconds(1).toNanos();
    private static final long BETWEEN_LINES = Duration.ofSeconds(10).toNanos();

    private final String work;
    private final String unit;
    private final PrintWriter err;
    private final boolean terminal;
    private final LongSupplier clock;
    private OptionalLong begin = OptionalLong.empty();
    private OptionalLong nextLine = OptionalLong.empty();
    private Optional<TerminalBar> bar = Optional.empty();

    /**
     * Shows nothing yet.
     *
     * @param work its name; empty where the percentage says enough
     * @param unit of what {@link #at} counts
     * @param err takes the lines unless the standard error is a terminal
     */
    ProgressDisplay(String work, String unit, PrintWriter err) {
        this(work, unit, err, Terminal.isStandardError(), System::nanoTime);
    }

    /** @param clock nanoseconds since any moment */
    ProgressDisplay(String work, String unit, PrintWriter err, boolean terminal, LongSupplier clock) {
        this.work = work;
        this.unit = unit;
        this.err = err;
        this.terminal = terminal;
        this.clock = clock;
    }

    /** Shows work that began with the first call and has taken more than a second, with its speed and the time left. */
    void at(long done, long total) {
        long now = clock.getAsLong();
        if (begin.isEmpty()) {
            begin = OptionalLong.of(now);
        }
        long nanos = now - begin.getAsLong();
        if (nanos >= UNNOTICED) {
            show((double) done / total, () -> states(done, total, nanos / 1e9));
        }
    }

    /**
     * Shows how far the work is.
     *
     * @param done share of the work, 0 to 1
     * @param states descriptions of the state, from the longest to the shortest; the longest that fits is shown
     */
    void show(double done, Supplier<List<String>> states) {
        if (terminal) {
            TerminalBar shown = bar.orElseGet(() -> TerminalBar.onStandardError(work.isEmpty() ? "" : work + " "));
            bar = Optional.of(shown);
            shown.show(done, states);
            return;
        }
        long now = clock.getAsLong();
        if (nextLine.isEmpty() || now - nextLine.getAsLong() >= 0) {
            nextLine = OptionalLong.of(now + BETWEEN_LINES);
            String head = work.isEmpty() ? String.format(Locale.ROOT, "%3.0f %%  ", 100 * done) : work + ": ";
            err.println(head + states.get().get(0));
        }
    }

    private List<String> states(long done, long total, double seconds) {
        double perSecond = done / seconds;
        String amount = String.format(Locale.ROOT, "%,d of %,d %s", done, total, unit);
        String speed = String.format(Locale.ROOT, perSecond < 10 ? "%.1f %s/s" : "%,.0f %s/s", perSecond, unit);
        String left = time((total - done) / perSecond) + " left";
        return List.of(String.join("  ", amount, speed, left), String.join("  ", amount, left), left);
    }

    /** Hours, minutes and seconds, {@code 1:02:03} or {@code 2:03}; a question mark where they are not finite. */
    static String time(double seconds) {
        if (!Double.isFinite(seconds)) {
            return "?";
        }
        long s = Math.round(seconds);
        return s >= 3600
                ? String.format(Locale.ROOT, "%d:%02d:%02d", s / 3600, s / 60 % 60, s % 60)
                : String.format(Locale.ROOT, "%d:%02d", s / 60, s % 60);
    }

    /** Removes the bar's updates; a second call does nothing. */
    @Override
    public void close() {
        bar.ifPresent(TerminalBar::close);
        bar = Optional.empty();
    }
}
