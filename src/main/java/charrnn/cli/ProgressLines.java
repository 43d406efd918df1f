package charrnn.cli;

import charrnn.train.RunListener;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Shows a run as lines of text, one every ten seconds: what a log file can hold. */
class ProgressLines implements RunListener {
    private static final long BETWEEN_LINES = Duration.ofSeconds(10).toNanos();

    private final PrintWriter err;
    private long nextLine = System.nanoTime();

    ProgressLines(PrintWriter err) {
        this.err = err;
    }

    @Override
    public void stepped(Step now) {
        if (System.nanoTime() - nextLine >= 0) {
            nextLine = System.nanoTime() + BETWEEN_LINES;
            line(String.format(
                    Locale.ROOT,
                    "%3.0f %%  %s",
                    100 * Math.min(1, now.done()),
                    states(now).get(0)));
        }
    }

    @Override
    public void validated(long step, double bitsPerChar, boolean best) {
        line(String.format(
                Locale.ROOT, "step %,d: validation %.3f bpc%s", step, bitsPerChar, best ? ", the best so far" : ""));
    }

    @Override
    public void scored(long step, Score score, double seconds) {
        line(String.format(Locale.ROOT, "step %,d: %s, scored in %.1f s", step, score.summary(), seconds));
    }

    @Override
    public void sampled(long step, String text) {
        line(String.format(Locale.ROOT, "---- sample at step %,d ----%n%s%n----", step, text));
    }

    @Override
    public void event(long step, String text) {
        line(String.format(Locale.ROOT, "step %,d: %s", step, text));
    }

    void line(String text) {
        err.println(text);
        err.flush();
    }

    /** The state in words, from the most to the fewest. */
    static List<String> states(Step now) {
        String step = String.format(Locale.ROOT, "step %,d", now.step());
        String epoch = String.format(Locale.ROOT, "epoch %.2f", now.epoch());
        String best = now.best().isPresent()
                ? String.format(Locale.ROOT, ", best %.3f", now.best().getAsDouble())
                : "";
        String loss = String.format(Locale.ROOT, "%.3f bpc%s", now.bitsPerChar(), best);
        String speed = String.format(Locale.ROOT, "%,.0f chars/s", now.charsPerSecond());
        String left = time(now.secondsLeft()) + " left";
        return List.of(
                String.join("  ", step, epoch, loss, speed, left),
                String.join("  ", epoch, loss, speed, left),
                String.join("  ", loss, speed, left),
                String.join("  ", loss, left));
    }

    static String time(double seconds) {
        if (!Double.isFinite(seconds)) {
            return "?";
        }
        long s = Math.round(seconds);
        return s >= 3600
                ? String.format(Locale.ROOT, "%d:%02d:%02d", s / 3600, s / 60 % 60, s % 60)
                : String.format(Locale.ROOT, "%d:%02d", s / 60, s % 60);
    }
}
