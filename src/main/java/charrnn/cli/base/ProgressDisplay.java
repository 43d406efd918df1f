package charrnn.cli.base;

import static charrnn.cli.base.CliCommand.text;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Shows the progress of long work: as a bar at the bottom of a terminal, else as a line every ten seconds. A bar is never wider
 * than the terminal: a line that wraps could not be erased.
 */
public final class ProgressDisplay implements AutoCloseable {
    private static final long SHOWN_AFTER = Duration.ofSeconds(1).toNanos();
    private static final long BETWEEN_LINES = Duration.ofSeconds(10).toNanos();
    private static final long BETWEEN_DRAWINGS = Duration.ofMillis(500).toNanos();
    private static final int MAX_COLUMNS = 110;
    private static final int MIN_BAR_COLUMNS = 10;
    private static final String YELLOW = StandardStreams.COLOURS ? "\u001b[33m" : "";
    private static final String NORMAL = StandardStreams.COLOURS ? "\u001b[0m" : "";
    private static final String EIGHTHS = " ▏▎▍▌▋▊▉";

    private final String work;
    private final String unit;
    private final PrintWriter err;
    private final boolean terminal;
    private final LongSupplier clock;
    private OptionalLong start = OptionalLong.empty();
    private OptionalLong next = OptionalLong.empty(); // time of the next line or drawing
    private @Nullable PrintStream bar; // draws a bar on the terminal

    /**
     * Creates a display that is empty until the first call of another method.
     *
     * @param work name of the work; empty if the percentage is clear without it
     * @param unit of the amounts of {@link #at}
     * @param err receives the lines if the standard error is not a terminal
     */
    public ProgressDisplay(String work, String unit, PrintWriter err) {
        this(work, unit, err, StandardStreams.ERROR_IS_TERMINAL, System::nanoTime);
    }

    /** @param clock nanoseconds since an arbitrary moment */
    public ProgressDisplay(String work, String unit, PrintWriter err, boolean terminal, LongSupplier clock) {
        this.work = work;
        this.unit = unit;
        this.err = err;
        this.terminal = terminal;
        this.clock = clock;
    }

    /** Shows amount, speed and time left, from one second after the first call. */
    public void at(long done, long total) {
        long now = clock.getAsLong();
        start = OptionalLong.of(start.orElse(now));
        long nanos = now - start.getAsLong();
        if (nanos >= SHOWN_AFTER) {
            show((double) done / total, () -> states(done, total, nanos / 1e9));
        }
    }

    /** Shows an empty bar on a terminal until the first state is known. */
    public void begin() {
        if (terminal && bar == null) {
            // In UTF-8, since the locale's charset may have no block characters.
            bar = new PrintStream(System.err, true, StandardCharsets.UTF_8);
            draw(bar, 0, List.of(""));
        }
    }

    private void draw(PrintStream out, double done, List<String> states) {
        String name = work.isEmpty() ? "" : work + " ";
        // Some terminals wrap as soon as the last column is filled.
        out.print("\r" + line(name, done, states, Math.min(MAX_COLUMNS, StandardStreams.columns() - 1)));
        out.flush();
    }

    /**
     * Shows the state of the work.
     *
     * @param done completed fraction of the work, 0 to 1
     * @param states descriptions of the state, from the longest to the shortest; a bar shows the longest that fits
     */
    public void show(double done, Supplier<List<String>> states) {
        begin();
        long now = clock.getAsLong();
        boolean due = now - next.orElse(now) >= 0;
        if (bar != null && (due || done >= 1)) {
            next = OptionalLong.of(now + BETWEEN_DRAWINGS);
            draw(bar, done, states.get());
        } else if (bar == null && due) {
            next = OptionalLong.of(now + BETWEEN_LINES);
            String head = work.isEmpty() ? text("%3.0f %%  ", 100 * done) : work + ": ";
            err.println(head + states.get().get(0));
        }
    }

    private List<String> states(long done, long total, double seconds) {
        double perSecond = done / seconds;
        String amount = text("%,d of %,d %s", done, total, unit);
        String speed = text(perSecond < 10 ? "%.1f %s/s" : "%,.0f %s/s", perSecond, unit);
        String left = time((total - done) / perSecond) + " left";
        return List.of(String.join("  ", amount, speed, left), String.join("  ", amount, left), left);
    }

    /** Formats a duration as {@code 1:02:03} or {@code 2:03}; as a question mark if it is not finite. */
    public static String time(double seconds) {
        if (!Double.isFinite(seconds)) {
            return "?";
        }
        long s = Math.round(seconds);
        return s >= 3600 ? text("%d:%02d:%02d", s / 3600, s / 60 % 60, s % 60) : text("%d:%02d", s / 60, s % 60);
    }

    /** Ends the bar's line; a second call does nothing. */
    @Override
    public void close() {
        if (bar != null) {
            bar.println();
            bar = null;
        }
    }

    /** The bar as a text of exactly this many columns, colour codes not counted. */
    public static String line(String name, double done, List<String> states, int columns) {
        String head = text("%s%3d%% ", name, (int) (100 * done));
        for (String state : states) {
            int room = columns - head.length() - "││ ".length() - state.length();
            if (room >= MIN_BAR_COLUMNS) {
                return head + YELLOW + "│" + blocks(done, room) + "│" + NORMAL + " " + state;
            }
        }
        return fitted(head.stripLeading() + states.get(states.size() - 1), columns);
    }

    private static String blocks(double done, int columns) {
        int eighths = (int) (done * columns * EIGHTHS.length());
        char last = EIGHTHS.charAt(eighths % EIGHTHS.length());
        return fitted("█".repeat(eighths / EIGHTHS.length()) + last, columns);
    }

    private static String fitted(String text, int columns) {
        return (text + " ".repeat(Math.max(0, columns))).substring(0, Math.max(0, columns));
    }
}
