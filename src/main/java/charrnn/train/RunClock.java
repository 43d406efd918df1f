package charrnn.train;

import charrnn.config.TrainingConfig;
import java.util.function.LongSupplier;

/** The training time of a run over all its sessions, the fraction of the run that is done, the time left, and the speed. */
final class RunClock {
    private final TrainingConfig training;
    private final int updatesPerEpoch;
    private final int charsPerUpdate;
    private final double updatesOfValidation;
    private final LongSupplier nanoTime;
    private final double secondsBefore;
    private final double limit; // seconds of all sessions; infinite without one
    private final long start;
    private long updates;
    private long reportedUpdates;
    private long lastReport; // its time
    private double validationSeconds; // of the latest validation; 0 before the first
    private boolean ended;

    /** @param charsOfValidation characters of a validation; it takes about as long as updates with as many */
    RunClock(
            TrainingConfig training,
            int updatesPerEpoch,
            int charsPerUpdate,
            long charsOfValidation,
            double secondsBefore,
            LongSupplier nanoTime) {
        this.training = training;
        this.updatesPerEpoch = updatesPerEpoch;
        this.charsPerUpdate = charsPerUpdate;
        updatesOfValidation = (double) charsOfValidation / charsPerUpdate;
        this.nanoTime = nanoTime;
        this.secondsBefore = secondsBefore;
        limit = training.maxMinutes() == 0 ? Double.POSITIVE_INFINITY : 60 * training.maxMinutes();
        this.start = nanoTime.getAsLong();
        lastReport = start;
    }

    /** Counts updates of this session, even if a rollback undoes them later, since they took time. */
    void stepped(int count) {
        updates += count;
    }

    /** Characters per second since the last report. */
    double charsPerSecond() {
        return (updates - reportedUpdates) * charsPerUpdate / ((nanoTime.getAsLong() - lastReport) / 1e9);
    }

    void reported() {
        reportedUpdates = updates;
        lastReport = nanoTime.getAsLong();
    }

    void validated(double seconds) {
        validationSeconds = seconds;
    }

    /**
     * Ends the training if a validation that began now would end after the time limit. The time left then counts as used. A
     * validation that needs more than a third of the limit ends after it.
     */
    void endInTime() {
        double estimate = updates < 10 ? 0 : session() / updates * updatesOfValidation; // the first updates are slow
        double needed = Math.min(validationSeconds > 0 ? validationSeconds : estimate, limit / 3);
        ended |= updates > 0 && seconds() + needed >= limit;
    }

    /** Training time of all sessions, in seconds. */
    double seconds() {
        double seconds = secondsBefore + session();
        return ended ? Math.max(seconds, limit) : seconds;
    }

    private double session() {
        return (nanoTime.getAsLong() - start) / 1e9;
    }

    /** Fraction of the run that is done: by epochs or by time, whichever ends first. */
    double fractionDone(long step) {
        double byEpochs = training.epochs() == 0 ? 0 : (double) step / ((double) training.epochs() * updatesPerEpoch);
        return Math.max(byEpochs, seconds() / limit);
    }

    /** Seconds until the run ends, at the speed of this session; infinite without a limit. */
    double secondsLeft(long step) {
        double perStep = session() / Math.max(1, updates);
        double stepsLeft = (double) training.epochs() * updatesPerEpoch - step;
        double byEpochs = training.epochs() == 0 ? Double.POSITIVE_INFINITY : stepsLeft * perStep;
        return Math.max(0, Math.min(limit - seconds(), byEpochs));
    }
}
