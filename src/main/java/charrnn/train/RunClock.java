package charrnn.train;

import charrnn.config.TrainingConfig;
import java.util.function.LongSupplier;

/** How long a run has been going, over all sittings, how much of it is done, and how fast it goes. */
final class RunClock {
    private final TrainingConfig training;
    private final int stepsPerEpoch;
    private final LongSupplier nanoTime;
    private final double secondsBefore;
    private final long start;
    private long updates;

    /**
     * @param secondsBefore training time of earlier sittings
     * @param nanoTime a clock that only goes forward
     */
    RunClock(TrainingConfig training, int stepsPerEpoch, double secondsBefore, LongSupplier nanoTime) {
        this.training = training;
        this.stepsPerEpoch = stepsPerEpoch;
        this.nanoTime = nanoTime;
        this.secondsBefore = secondsBefore;
        this.start = nanoTime.getAsLong();
    }

    /** Counts an update of this sitting; one that a run goes back behind has taken its time as well. */
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

    /** Share of the run that is over: by epochs or by time, whichever ends first. */
    double done(long step) {
        return Math.max(doneByEpochs(step), doneByTime());
    }

    private double doneByEpochs(long step) {
        return training.epochs() == 0 ? 0 : (double) step / ((double) training.epochs() * stepsPerEpoch);
    }

    private double doneByTime() {
        return training.maxMinutes() == 0 ? 0 : seconds() / (60 * training.maxMinutes());
    }

    /** Seconds until the run ends, at the speed of this sitting. */
    double secondsLeft(long step) {
        double byTime = training.maxMinutes() == 0 ? Double.POSITIVE_INFINITY : 60 * training.maxMinutes() - seconds();
        double perStep = sitting() / Math.max(1, updates);
        double stepsLeft = (double) training.epochs() * stepsPerEpoch - step;
        double byEpochs = training.epochs() == 0 ? Double.POSITIVE_INFINITY : stepsLeft * perStep;
        return Math.max(0, Math.min(byTime, byEpochs));
    }
}
