package charrnn.train;

import charrnn.config.TrainingConfig;
import java.util.function.LongSupplier;

/** The training time of a run over all its sittings, the fraction of the run that is done, and the time left. */
final class RunClock {
    private final TrainingConfig training;
    private final int updatesPerEpoch;
    private final LongSupplier nanoTime;
    private final double secondsBefore;
    private final long start;
    private long updates;

    /** @param secondsBefore training time of earlier sittings */
    RunClock(TrainingConfig training, int updatesPerEpoch, double secondsBefore, LongSupplier nanoTime) {
        this.training = training;
        this.updatesPerEpoch = updatesPerEpoch;
        this.nanoTime = nanoTime;
        this.secondsBefore = secondsBefore;
        this.start = nanoTime.getAsLong();
    }

    /** Counts an update of this sitting, even if a rollback undoes it later, since it took time. */
    void stepped() {
        updates++;
    }

    /** Training time of all sittings, in seconds. */
    double seconds() {
        return secondsBefore + sitting();
    }

    private double sitting() {
        return (nanoTime.getAsLong() - start) / 1e9;
    }

    /** Fraction of the run that is done: by epochs or by time, whichever ends first. */
    double fractionDone(long step) {
        double byEpochs = training.epochs() == 0 ? 0 : (double) step / ((double) training.epochs() * updatesPerEpoch);
        double byTime = training.maxMinutes() == 0 ? 0 : seconds() / (60 * training.maxMinutes());
        return Math.max(byEpochs, byTime);
    }

    /** Seconds until the run ends, at the speed of this sitting; infinite without a limit. */
    double secondsLeft(long step) {
        double byTime = training.maxMinutes() == 0 ? Double.POSITIVE_INFINITY : 60 * training.maxMinutes() - seconds();
        double perStep = sitting() / Math.max(1, updates);
        double stepsLeft = (double) training.epochs() * updatesPerEpoch - step;
        double byEpochs = training.epochs() == 0 ? Double.POSITIVE_INFINITY : stepsLeft * perStep;
        return Math.max(0, Math.min(byTime, byEpochs));
    }
}
