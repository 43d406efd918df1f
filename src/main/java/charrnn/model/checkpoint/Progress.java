package charrnn.model.checkpoint;

import charrnn.config.TerminalText;
import java.util.OptionalDouble;

/**
 * The progress of a run. With the network and the recurrent state, it is all that an exact resume needs.
 *
 * @param step updates made
 * @param epoch epochs completed
 * @param streamPosition index, within the epoch, of the segment that comes next
 * @param chars characters trained on, all epochs together
 * @param trainingSeconds time spent training, all sittings together
 * @param seed seed of the weights and of dropout
 * @param scores losses so far
 * @param course reactions of the training to its losses
 * @param sinceReport updates since the last report
 * @param historyLength lines of {@code history.jsonl} that belong to these steps
 * @param origin program and machine that made the checkpoint
 */
public record Progress(
        long step,
        int epoch,
        long streamPosition,
        long chars,
        double trainingSeconds,
        long seed,
        Scores scores,
        Course course,
        SinceReport sinceReport,
        long historyLength,
        Origin origin) {

    /** The progress of a run that has not begun. */
    public static Progress none(long seed, Origin origin) {
        return new Progress(0, 0, 0, 0, 0, seed, Scores.NONE, Course.NEW, SinceReport.NOTHING, 0, origin);
    }

    /** @throws IllegalArgumentException if a count or the time is negative or not finite */
    public Progress {
        notNegative("step", step);
        notNegative("epoch", epoch);
        notNegative("streamPosition", streamPosition);
        notNegative("chars", chars);
        notNegative("trainingSeconds", trainingSeconds);
        notNegative("historyLength", historyLength);
    }

    /**
     * The progress after one more update, which may end the epoch.
     *
     * @param bitsPerChar loss of the update
     * @param after the course with that loss
     */
    public Progress afterUpdate(int updatesPerEpoch, int charsPerUpdate, double bitsPerChar, Course after) {
        boolean epochEnds = streamPosition + 1 == updatesPerEpoch;
        return new Progress(
                step + 1,
                epochEnds ? epoch + 1 : epoch,
                epochEnds ? 0 : streamPosition + 1,
                chars + charsPerUpdate,
                trainingSeconds,
                seed,
                scores,
                after,
                new SinceReport(sinceReport.steps() + 1, sinceReport.bits() + bitsPerChar),
                historyLength,
                origin);
    }

    /** The same progress at a later time, with another number of lines of {@code history.jsonl}. */
    public Progress at(double seconds, long lines) {
        return new Progress(
                step, epoch, streamPosition, chars, seconds, seed, scores, course, sinceReport, lines, origin);
    }

    /** The same progress with other losses. */
    public Progress with(Scores other) {
        return with(other, course, sinceReport, origin);
    }

    /** The same progress with another course. */
    public Progress with(Course other) {
        return with(scores, other, sinceReport, origin);
    }

    /** The same progress with other updates since the last report. */
    public Progress with(SinceReport other) {
        return with(scores, course, other, origin);
    }

    /** The same progress with another origin. */
    public Progress with(Origin other) {
        return with(scores, course, sinceReport, other);
    }

    private Progress with(Scores otherScores, Course otherCourse, SinceReport otherUpdates, Origin otherOrigin) {
        return new Progress(
                step,
                epoch,
                streamPosition,
                chars,
                trainingSeconds,
                seed,
                otherScores,
                otherCourse,
                otherUpdates,
                historyLength,
                otherOrigin);
    }

    /**
     * Losses, in bits per character; empty before the first of their kind.
     *
     * @param bestValidationBpc lowest loss on the validation split
     * @param bestStep step at which it was measured; 0 before the first validation
     * @param lastTrainBpc newest loss on the training text
     * @param lastValidationBpc newest loss on the validation split
     */
    public record Scores(
            OptionalDouble bestValidationBpc,
            long bestStep,
            OptionalDouble lastTrainBpc,
            OptionalDouble lastValidationBpc) {

        /** No losses: before the first report. */
        public static final Scores NONE =
                new Scores(OptionalDouble.empty(), 0, OptionalDouble.empty(), OptionalDouble.empty());

        /** @throws IllegalArgumentException if a loss or the step is negative or not finite */
        public Scores {
            bestValidationBpc.ifPresent(bpc -> notNegative("bestValidationBpc", bpc));
            lastTrainBpc.ifPresent(bpc -> notNegative("lastTrainBpc", bpc));
            lastValidationBpc.ifPresent(bpc -> notNegative("lastValidationBpc", bpc));
            notNegative("bestStep", bestStep);
        }
    }

    /**
     * The reactions of the training to its losses: rollbacks, and cuts of the learning rate.
     *
     * @param rateFactor factor of the schedule's rate: less than 1 after a rollback or on a plateau
     * @param rollbacks number of rollbacks so far
     * @param validationsSinceBest number of validations since the one with the lowest loss
     * @param smoothedBpc mean loss of the last updates, bits per character; empty before the first
     * @param lowestBpc lowest {@code smoothedBpc}, raised slowly towards later ones; empty before the first update
     */
    public record Course(
            double rateFactor,
            int rollbacks,
            int validationsSinceBest,
            OptionalDouble smoothedBpc,
            OptionalDouble lowestBpc) {

        /** The course of a new run. */
        public static final Course NEW = new Course(1, 0, 0, OptionalDouble.empty(), OptionalDouble.empty());

        /** @throws IllegalArgumentException if a number is negative or not finite */
        public Course {
            notNegative("rateFactor", rateFactor);
            notNegative("rollbacks", rollbacks);
            notNegative("validationsSinceBest", validationsSinceBest);
            smoothedBpc.ifPresent(bpc -> notNegative("smoothedBpc", bpc));
            lowestBpc.ifPresent(bpc -> notNegative("lowestBpc", bpc));
        }

        /** The same course with another number of validations. */
        public Course withValidationsSinceBest(int validations) {
            return new Course(rateFactor, rollbacks, validations, smoothedBpc, lowestBpc);
        }
    }

    /**
     * The updates since the last line of the history.
     *
     * @param steps number of updates
     * @param bits sum of their losses, bits per character
     */
    public record SinceReport(int steps, double bits) {
        public static final SinceReport NOTHING = new SinceReport(0, 0);

        /** @throws IllegalArgumentException if a number is negative or not finite */
        public SinceReport {
            notNegative("steps", steps);
            notNegative("bits", bits);
        }
    }

    /**
     * The program and the machine that made a checkpoint; {@code inspect} shows them.
     *
     * @param version charrnn's version
     * @param gitCommit commit it was built from
     * @param engine which LSTM computed, and in which precision
     * @param threads threads it computed with
     * @param cpu the processor
     */
    public record Origin(String version, String gitCommit, String engine, int threads, String cpu) {
        private static final int MAX_LENGTH = 200;

        /** @throws IllegalArgumentException if a text is longer than 200 characters or does not print */
        public Origin {
            printable("version", version);
            printable("gitCommit", gitCommit);
            printable("engine", engine);
            printable("cpu", cpu);
            notNegative("threads", threads);
        }

        private static void printable(String name, String text) {
            // It is untrusted and shown on a terminal.
            if (text.length() > MAX_LENGTH || !TerminalText.isPrintable(text)) {
                throw new IllegalArgumentException(name + " is longer than " + MAX_LENGTH
                        + " characters or has some that do not print: " + TerminalText.line(text, 100));
            }
        }
    }

    private static void notNegative(String name, double value) {
        if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(name + " must be a finite number from 0, but is " + value);
        }
    }
}
