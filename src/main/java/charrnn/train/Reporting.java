package charrnn.train;

import java.io.IOException;
import java.util.OptionalDouble;

/** Gathers what happens between two lines of the history, and writes them. */
final class Reporting implements AutoCloseable {
    private final History history;
    private double bits;
    private int steps;
    private long chars;
    private double rate;
    private long since = System.nanoTime();
    private double charsPerSecond;

    Reporting(RunFolder folder, long linesBefore) throws IOException {
        history = History.open(folder.history(), linesBefore);
    }

    void stepped(double bitsPerChar, double learningRate, int charsOfStep) {
        bits += bitsPerChar;
        steps++;
        chars += charsOfStep;
        rate = learningRate;
        charsPerSecond = chars / ((System.nanoTime() - since) / 1e9);
    }

    /** Speed since the last line, in characters per second. */
    double charsPerSecond() {
        return charsPerSecond;
    }

    /** Forces the lines to the disk, so that none is missing that a checkpoint counts. */
    void force() throws IOException {
        history.force();
    }

    HistoryEntry report(
            long step, double epoch, long allChars, double seconds, double gradientNorm, OptionalDouble validation) {
        HistoryEntry entry = new HistoryEntry(
                step,
                epoch,
                allChars,
                seconds,
                rate,
                bits / steps,
                validation.isPresent() ? validation.getAsDouble() : null,
                gradientNorm,
                charsPerSecond);
        history.append(entry);
        bits = 0;
        steps = 0;
        chars = 0;
        since = System.nanoTime();
        return entry;
    }

    long lines() {
        return history.lines();
    }

    @Override
    public void close() {
        history.close();
    }
}
