package charrnn.cli;

import charrnn.train.RunListener;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** Shows a training: its progress as a bar, and validations, samples and events as lines of text. */
final class TrainingProgress implements RunListener {
    private final Consumer<String> messages;
    private final ProgressDisplay display;

    /** @param messages receives lines for the user */
    TrainingProgress(PrintWriter err, Consumer<String> messages) {
        this.messages = messages;
        display = new ProgressDisplay("", "", err);
        display.begin();
    }

    @Override
    public void stepped(Step now) {
        display.show(Math.min(1, now.done()), () -> states(now));
    }

    @Override
    public void validated(long step, double bitsPerChar, boolean best) {
        line("step %,d: validation %.3f bpc%s", step, bitsPerChar, best ? ", the best so far" : "");
    }

    @Override
    public void scored(long step, Score score, double seconds) {
        line("step %,d: %s, scored in %.1f s", step, score.summary(), seconds);
    }

    @Override
    public void sampled(long step, String text) {
        line("---- sample at step %,d ----%n%s%n----", step, text);
    }

    @Override
    public void event(long step, String text) {
        line("step %,d: %s", step, text);
    }

    private void line(String format, Object... values) {
        messages.accept(String.format(Locale.ROOT, format, values));
    }

    /** Descriptions of the state, from the longest to the shortest. */
    static List<String> states(Step now) {
        String step = String.format(Locale.ROOT, "step %,d", now.step());
        String epoch = String.format(Locale.ROOT, "epoch %.2f", now.epoch());
        String best = now.best().isPresent()
                ? String.format(Locale.ROOT, ", best %.3f", now.best().getAsDouble())
                : "";
        String loss = String.format(Locale.ROOT, "%.3f bpc%s", now.bitsPerChar(), best);
        String speed = String.format(Locale.ROOT, "%,.0f chars/s", now.charsPerSecond());
        String left = ProgressDisplay.time(now.secondsLeft()) + " left";
        return List.of(
                String.join("  ", step, epoch, loss, speed, left),
                String.join("  ", epoch, loss, speed, left),
                String.join("  ", loss, speed, left),
                String.join("  ", loss, left));
    }

    @Override
    public void close() {
        display.close();
    }
}
