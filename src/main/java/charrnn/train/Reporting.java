package charrnn.train;

import charrnn.files.StrictJson;
import charrnn.model.StreamingNetwork;
import charrnn.model.checkpoint.Progress;
import charrnn.model.checkpoint.Progress.SinceReport;
import charrnn.train.DivergenceDetector.Divergence;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.OptionalDouble;

/** Appends to the history of a run, and calls its listeners. */
final class Reporting implements Closeable {
    private final List<RunListener> listeners;
    private final int segmentsPerEpoch;
    private final RunClock clock;
    private final History.Writer history;
    private RunListener.Step last = new RunListener.Step(0, 0, 0, OptionalDouble.empty(), 0, 0, 0, 0, 0);

    Reporting(RunFolder folder, List<RunListener> listeners, int segmentsPerEpoch, RunClock clock) throws IOException {
        this.listeners = List.copyOf(listeners);
        this.segmentsPerEpoch = segmentsPerEpoch;
        this.clock = clock;
        history = new History.Writer(folder.history());
    }

    /** Truncates the history to the lines of the checkpoint from which the run continues. */
    void resume(Progress checkpoint) throws IOException {
        history.keep(checkpoint);
        clock.reported();
    }

    void started(StreamingNetwork network) {
        listeners.forEach(listener -> listener.started(network));
    }

    void rolledBack(Progress progress, Divergence divergence) throws IOException {
        listeners.forEach(listener -> listener.rolledBack(progress.step()));
        event(
                progress,
                divergence.getMessage() + "; back to step " + progress.step() + ", rates are multiplied by "
                        + progress.control().rateFactor());
    }

    void stepped(Progress progress, Learner.Update update, double rate) {
        last = new RunListener.Step(
                progress.step(),
                epochs(progress),
                update.bitsPerChar(),
                progress.losses().bestValidationBpc(),
                rate,
                update.gradientNorm(),
                clock.charsPerSecond(),
                clock.fractionDone(progress.step()),
                clock.secondsLeft(progress.step()));
        listeners.forEach(listener -> listener.stepped(last));
    }

    /**
     * Appends a report of the updates since the last one; at step 0 of the validation alone.
     *
     * @param validationChars length of the text that was measured; 0 without a validation
     * @return the progress with no update left to report
     */
    Progress report(Progress progress, OptionalDouble validationBpc, boolean best, long validationChars)
            throws IOException {
        ObjectNode line = line(progress);
        Progress.Losses losses = progress.losses();
        if (progress.sinceReport().steps() > 0) {
            OptionalDouble trainBpc = OptionalDouble.of(progress.sinceReport().meanBits());
            losses = new Progress.Losses(
                    losses.bestValidationBpc(), losses.bestStep(), trainBpc, losses.lastValidationBpc());
            line.put("learningRate", last.learningRate())
                    .put("trainBpc", trainBpc.getAsDouble())
                    .put("gradientNorm", last.gradientNorm())
                    .put("charsPerSecond", last.charsPerSecond());
        }
        validationBpc.ifPresent(bpc -> line.put("validationBpc", bpc));
        if (best) {
            line.put("best", true);
        }
        if (validationChars > 0) {
            line.put("validationChars", validationChars);
        }
        history.append(line);
        clock.reported();
        return progress.with(SinceReport.NOTHING).with(losses);
    }

    void validated(Progress progress, double bitsPerChar, boolean best) {
        listeners.forEach(listener -> listener.validated(progress.step(), bitsPerChar, best));
    }

    void sample(Progress progress, String text) throws IOException {
        history.append(line(progress).put("sample", text));
        listeners.forEach(listener -> listener.sampled(progress.step(), text));
    }

    void event(Progress progress, String text) throws IOException {
        history.append(line(progress).put("event", text));
        listeners.forEach(listener -> listener.event(progress.step(), text));
    }

    /** A line of the history with the fields that every line has. */
    private ObjectNode line(Progress progress) {
        return StrictJson.object()
                .put("step", progress.step())
                .put("epoch", epochs(progress))
                .put("chars", progress.position().chars())
                .put("seconds", clock.seconds());
    }

    private double epochs(Progress progress) {
        return progress.epoch() + (double) progress.position().streamPosition() / segmentsPerEpoch;
    }

    /** Forces the history to the disk, with every line that the next checkpoint counts. */
    void force() throws IOException {
        history.force();
    }

    /** The progress as a checkpoint holds it, with the present training time and number of history lines. */
    Progress snapshot(Progress progress) {
        return progress.at(clock.seconds(), history.lines());
    }

    @Override
    public void close() throws IOException {
        history.close();
    }
}
