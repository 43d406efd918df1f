package charrnn.cli;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressState;

/** A progress bar at the bottom of a terminal, never wider than it: a line that wraps could not be erased. */
final class TerminalBar implements AutoCloseable {
    private static final int MOST_COLUMNS = 110;
    private static final int SHORTEST_BAR = 10;
    private static final int PARTS = 1000;
    private static final String YELLOW = "\u001b[33m";
    private static final String NORMAL = "\u001b[0m";
    private static final String EIGHTHS = " ▏▎▍▌▋▊▉";

    private volatile Supplier<List<String>> states = () -> List.of("");
    private final ProgressBar bar;

    /**
     * Shows a bar until it is closed.
     *
     * @param columns of the terminal, read each time that the bar is drawn
     */
    TerminalBar(String name, PrintStream out, IntSupplier columns) {
        bar = new ProgressBarBuilder()
                .setTaskName(name)
                .setInitialMax(PARTS)
                .setUpdateIntervalMillis(500)
                .continuousUpdate() // the state moves where a part of a long run does not
                .setRenderer(this::render)
                .setConsumer(new ConsoleProgressBarConsumer(out) {
                    // The library would ask JLine, which resets SIGINT: Ctrl-C would then end the process at once.
                    @Override
                    public int getMaxRenderedLength() {
                        // Some terminals wrap as soon as the last column is written to.
                        return Math.min(MOST_COLUMNS, columns.getAsInt() - 1);
                    }
                })
                .build();
    }

    /** A bar on the standard error, whose blocks no locale can turn into question marks. */
    static TerminalBar onStandardError(String name) {
        PrintStream out = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        return new TerminalBar(name, out, Terminal::columns);
    }

    /**
     * Sets what the bar shows.
     *
     * @param done share of the work, 0 to 1
     * @param words descriptions of the state, from the longest to the shortest; the longest that fits is shown
     */
    void show(double done, Supplier<List<String>> words) {
        states = words;
        bar.stepTo((long) (PARTS * done));
    }

    private String render(ProgressState progress, int columns) {
        return line(progress.getTaskName(), progress.getNormalizedProgress(), states.get(), columns);
    }

    /** A text of just so many columns, colours aside. */
    static String line(String name, double done, List<String> states, int columns) {
        String head = String.format(Locale.ROOT, "%s%3d%% ", name, (int) (100 * done));
        for (String state : states) {
            int room = columns - head.length() - "││ ".length() - state.length();
            if (room >= SHORTEST_BAR) {
                return head + YELLOW + "│" + blocks(done, room) + "│" + NORMAL + " " + state;
            }
        }
        return filled(head.stripLeading() + states.get(states.size() - 1), columns);
    }

    private static String blocks(double done, int columns) {
        int eighths = (int) (done * columns * EIGHTHS.length());
        char last = EIGHTHS.charAt(eighths % EIGHTHS.length());
        return filled("█".repeat(eighths / EIGHTHS.length()) + last, columns);
    }

    private static String filled(String text, int columns) {
        return (text + " ".repeat(Math.max(0, columns))).substring(0, Math.max(0, columns));
    }

    @Override
    public void close() {
        bar.close();
    }
}
