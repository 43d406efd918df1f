package charrnn.train;

import charrnn.config.TrainingConfig;
import java.util.function.LongSupplier;

/** The training time of a run over all its sittings, the fraction of the run that is done, and the time left. */
final class RunClock {
    private final TrainingConfig training;
    private final int updatesPerEpoch;
    private final double updatesOfValidation;
    private final LongSupplier nanoTime;
    private final double secondsBefore;
    private final double limit; // seconds of all sittings; infinite without one
    private final long start;
    private long updates;
    private double validationSeconds; // of the latest validation; 0 before the first
    private boolean ended;

    /**
     * @param updatesOfValidation number of updates that take about as long as a validation
     * @param secondsBefore training time of earlier sittings
     */
    RunClock(
            TrainingConfig training,
            int updatesPerEpoch,
            double updatesOfValidation,
            double secondsBefore,
            LongSupplier nanoTime) {
        this.training = training;
        this.updatesPerEpoch = updatesPerEpoch;
        this.updatesOfValidation = updatesOfValidation;
        this.nanoTime = nanoTime;
        this.secondsBefore = secondsBefore;
        limit = training.maxMinutes() == 0 ? Double.POSITIVE_INFINITY : 60 * training.maxMinutes();
        this.start = nanoTime.getAsLong();
    }

    /** Counts updates of this sitting, even if a rollback undoes them later, since they took time. */
    void stepped(int count) {
        updates += count;
    }

    /** Records how long a validation took, with its sample and saves. */
    void validated(double seconds) {
        validationSeconds = seconds;
    }

    /**
     * Ends the training if a validation that began now would end after the time limit. The time left then counts as used. A
     * validation that needs more than a third of the limit ends after it.
     */
    void endInTime() {
        double estimate = updates < 10 ? 0 : sitting() / updates * updatesOfValidation; // the first updates are slow
        double needed = Math.min(validationSeconds > 0 ? validationSeconds : estimate, limit / 3);
        ended |= updates > 0 && seconds() + needed >= limit;
    }

    /** Training time of all sittings, in seconds. */
    double seconds() {
        double seconds = secondsBefore + sitting();
        return ended ? Math.max(seconds, limit) : seconds;
    }

    private double sitting() {
        return (nanoTime.getAsLong() - start) / 1e9;
    }

    /** Fraction of the run that is done: by epochs or by time, whichever ends first. */
    double fractionDone(long step) {
        double byEpochs = training.epochs() == 0 ? 0 : (double) step / ((double) training.epochs() * updatesPerEpoch);
        return Math.max(byEpochs, seconds() / limit);
    }

    /** Seconds until the run ends, at the speed of this sitting; infinite without a limit. */
    double secondsLeft(long step) {
        double perStep = sitting() / Math.max(1, updates);
        double stepsLeft = (double) training.epochs() * updatesPerEpoch - step;
        double byEpochs = training.epochs() == 0 ? Double.POSITIVE_INFINITY : stepsLeft * perStep;
        return Math.max(0, Math.min(limit - seconds(), byEpochs));
    }
}
