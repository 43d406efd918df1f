package charrnn.train;

import charrnn.model.checkpoint.Progress;
import charrnn.tools.score.ParseRate;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** Gathers what happens between two reports, and writes the history. */
final class Reporting implements AutoCloseable {
    private final HistoryWriter history;
    private double bits;
    private int steps;
    private long chars;
    private double rate;
    private long since = System.nanoTime();
    private double charsPerSecond;

    Reporting(RunFolder folder, Progress before) throws IOException {
        history = HistoryWriter.open(folder.history(), before.historyLength(), before.step());
        take(before.sinceReport());
    }

    /** Goes back to where a checkpoint was written. */
    void goBack(Progress before) throws IOException {
        history.keep(before.historyLength(), before.step());
        take(before.sinceReport());
    }

    private void take(Progress.SinceReport before) {
        bits = before.bits();
        steps = before.steps();
        restartClock();
    }

    private void restartClock() {
        chars = 0;
        since = System.nanoTime();
    }

    void stepped(double bitsPerChar, double learningRate, int charsOfStep) {
        bits += bitsPerChar;
        steps++;
        chars += charsOfStep;
        rate = learningRate;
        charsPerSecond = chars / ((System.nanoTime() - since) / 1e9);
    }

    /** Speed since the last report, in characters per second. */
    double charsPerSecond() {
        return charsPerSecond;
    }

    /** Rate of the last update. */
    double learningRate() {
        return rate;
    }

    /** What the next report will tell of. */
    Progress.SinceReport sinceReport() {
        return new Progress.SinceReport(steps, bits);
    }

    /** Forces the lines to the disk, so that none is missing that a checkpoint counts. */
    void force() throws IOException {
        history.force();
    }

    /** @return mean bits per character since the last report */
    double report(
            HistoryEntry.Moment now,
            double gradientNorm,
            OptionalDouble validation,
            boolean best,
            Optional<ParseRate> score) {
        double mean = bits / steps;
        history.append(new HistoryEntry(
                now.step(),
                now.epoch(),
                now.chars(),
                now.seconds(),
                rate,
                mean,
                boxed(validation),
                best ? Boolean.TRUE : null,
                boxed(score.map(ParseRate::share).orElse(OptionalDouble.empty())),
                score.map(ParseRate::functions).orElse(null),
                gradientNorm,
                charsPerSecond,
                null,
                null,
                null));
        bits = 0;
        steps = 0;
        restartClock();
        return mean;
    }

    void append(HistoryEntry entry) {
        history.append(entry);
    }

    private static @Nullable Double boxed(OptionalDouble value) {
        return value.isPresent() ? value.getAsDouble() : null;
    }

    long lines() {
        return history.lines();
    }

    @Override
    public void close() {
        history.close();
    }
}
