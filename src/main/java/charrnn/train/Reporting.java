package charrnn.train;

import charrnn.model.checkpoint.Progress;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Map;
import java.util.OptionalDouble;

/** Writes a run's history: a report every so many updates, the samples, the events. */
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

    /** Truncates the history after a checkpoint. */
    void rollback(Progress before) throws IOException {
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

    /** The losses that the next report averages. */
    Progress.SinceReport sinceReport() {
        return new Progress.SinceReport(steps, bits);
    }

    /** Forces the lines to the disk, so that none is missing that a checkpoint counts. */
    void force() throws IOException {
        history.force();
    }

    /** @return mean bits per character since the last report */
    double report(
            ObjectNode line, double gradientNorm, OptionalDouble validation, boolean best, Map<String, Number> score) {
        double mean = bits / steps;
        line.put("learningRate", rate).put("trainBpc", mean);
        validation.ifPresent(bpc -> line.put("validationBpc", bpc));
        if (best) {
            line.put("best", true);
        }
        score.forEach(line::putPOJO);
        history.append(line.put("gradientNorm", gradientNorm).put("charsPerSecond", charsPerSecond));
        bits = 0;
        steps = 0;
        restartClock();
        return mean;
    }

    void append(ObjectNode line) {
        history.append(line);
    }

    /** A line with the fields that every line of the history has. */
    static ObjectNode line(long step, double epoch, long chars, double seconds) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("step", step)
                .put("epoch", epoch)
                .put("chars", chars)
                .put("seconds", seconds);
    }

    long lines() {
        return history.lines();
    }

    @Override
    public void close() {
        history.close();
    }
}
