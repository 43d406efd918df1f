package charrnn.model.checkpoint;

import charrnn.message.TerminalText;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The progress of a run. With the network and the recurrent state, it is all that an exact resume needs. {@link
 * CheckpointJson} states which numbers are allowed; a checkpoint with others is not read.
 *
 * @param trainingSeconds time spent training, all sessions together
 * @param seed seed of the weights and of dropout
 * @param historyLength lines of {@code history.jsonl} that belong to these steps
 * @param origin program and machine that made the checkpoint
 */
public record Progress(
        @JsonUnwrapped Position position,
        double trainingSeconds,
        long seed,
        @JsonProperty("scores") Losses losses, // the name in the files
        @JsonProperty("course") Control control, // the name in the files
        SinceReport sinceReport,
        long historyLength,
        Origin origin) {

    /** The progress of a run that has not begun. */
    public static Progress none(long seed, Origin origin) {
        Position start = new Position(0, 0, 0, 0);
        return new Progress(start, 0, seed, Losses.NONE, Control.NEW, SinceReport.NOTHING, 0, origin);
    }

    /**
     * The progress after one more update, which may end the epoch.
     *
     * @param after the control state with that loss
     */
    public Progress afterUpdate(int updatesPerEpoch, int charsPerUpdate, double bitsPerChar, Control after) {
        Position next = position.next(updatesPerEpoch, charsPerUpdate);
        SinceReport more = new SinceReport(sinceReport.steps() + 1, sinceReport.bits() + bitsPerChar);
        return new Progress(next, trainingSeconds, seed, losses, after, more, historyLength, origin);
    }

    /** The same progress at a later time, with another number of lines of {@code history.jsonl}. */
    public Progress at(double seconds, long lines) {
        return new Progress(position, seconds, seed, losses, control, sinceReport, lines, origin);
    }

    public Progress with(Losses other) {
        return new Progress(position, trainingSeconds, seed, other, control, sinceReport, historyLength, origin);
    }

    public Progress with(Control other) {
        return new Progress(position, trainingSeconds, seed, losses, other, sinceReport, historyLength, origin);
    }

    public Progress with(SinceReport other) {
        return new Progress(position, trainingSeconds, seed, losses, control, other, historyLength, origin);
    }

    public Progress with(Origin other) {
        return new Progress(position, trainingSeconds, seed, losses, control, sinceReport, historyLength, other);
    }

    public long step() {
        return position.step;
    }

    public int epoch() {
        return position.epoch;
    }

    /**
     * How far a run is in its text.
     *
     * @param epoch epochs completed
     * @param streamPosition index, within the epoch, of the segment that comes next
     * @param chars characters trained on, all epochs together
     */
    public record Position(long step, int epoch, long streamPosition, long chars) {
        private Position next(int updatesPerEpoch, int charsPerUpdate) {
            long charsAfter = chars + charsPerUpdate;
            return streamPosition + 1 == updatesPerEpoch
                    ? new Position(step + 1, epoch + 1, 0, charsAfter)
                    : new Position(step + 1, epoch, streamPosition + 1, charsAfter);
        }
    }

    /**
     * Losses, in bits per character; empty before the first of their kind.
     *
     * @param bestValidationBpc lowest loss on the validation text
     * @param bestStep step at which it was measured; 0 before the first validation, and for the start of a fine-tuning
     * @param lastTrainBpc newest loss on the training text
     * @param lastValidationBpc newest loss on the validation text
     */
    public record Losses(
            OptionalDouble bestValidationBpc,
            long bestStep,
            OptionalDouble lastTrainBpc,
            OptionalDouble lastValidationBpc) {

        /** No losses: before the first report. */
        public static final Losses NONE =
                new Losses(OptionalDouble.empty(), 0, OptionalDouble.empty(), OptionalDouble.empty());
    }

    /**
     * What controls rollbacks, cuts of the learning rate and early stopping: the smoothed training loss, and counts.
     *
     * @param rateFactor factor of the schedule's rate: less than 1 after a rollback
     * @param validationsSinceBest number of validations since the one with the lowest loss
     * @param smoothedBpc mean loss of the last updates, bits per character; empty before the first
     * @param lowestBpc lowest {@code smoothedBpc}, raised slowly towards later ones; empty before the first update
     */
    public record Control(
            double rateFactor,
            int rollbacks,
            int validationsSinceBest,
            OptionalDouble smoothedBpc,
            OptionalDouble lowestBpc) {

        /** The state of a new run. */
        public static final Control NEW = new Control(1, 0, 0, OptionalDouble.empty(), OptionalDouble.empty());

        /** The state after a rollback, with the number of rollbacks and the factor of the rate. */
        public Control rolledBack(int count, double factor) {
            return new Control(factor, count, validationsSinceBest, smoothedBpc, lowestBpc);
        }

        public Control withLoss(double smoothed, double lowest) {
            OptionalDouble newest = OptionalDouble.of(smoothed);
            return new Control(rateFactor, rollbacks, validationsSinceBest, newest, OptionalDouble.of(lowest));
        }

        public Control withValidationsSinceBest(int validations) {
            return new Control(rateFactor, rollbacks, validations, smoothedBpc, lowestBpc);
        }
    }

    /**
     * The updates since the last line of the history.
     *
     * @param bits sum of their losses, bits per character
     */
    public record SinceReport(int steps, double bits) {
        public static final SinceReport NOTHING = new SinceReport(0, 0);

        /** Mean loss, bits per character. */
        public double meanBits() {
            return bits / steps;
        }
    }

    /**
     * The program and the machine that made a checkpoint; {@code inspect} shows them. A text that is longer than 200
     * characters or does not print is an {@link IllegalArgumentException}.
     *
     * @param gitCommit commit it was built from
     * @param engine which LSTM computed, and in which precision
     */
    public record Origin(String version, String gitCommit, String engine, int threads, String cpu) {
        public Origin {
            for (String text : List.of(version, gitCommit, engine, cpu)) {
                // It is untrusted and shown on a terminal.
                if (text.length() > 200 || !TerminalText.isPrintable(text)) {
                    throw new IllegalArgumentException(
                            "does not print, or is too long: " + TerminalText.line(text, 100));
                }
            }
        }
    }
}
