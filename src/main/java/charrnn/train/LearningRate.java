package charrnn.train;

import charrnn.config.TrainingConfig;

/** The learning-rate schedule of a run. The caller multiplies its rates by the {@link charrnn.model.checkpoint.Progress.Control#rateFactor}. */
record LearningRate(TrainingConfig training) {
    /** The rate of a step; {@code done} is the fraction of the run that is done, by epochs or by time, 0 to 1. */
    double at(long step, int epoch, double done) {
        double rate = training.learningRate() * factor(epoch, done);
        return step < training.warmupSteps() ? rate * (step + 1) / training.warmupSteps() : rate;
    }

    private double factor(int epoch, double done) {
        int after = training.decayAfterEpochs();
        return switch (training.schedule()) {
            case CONSTANT -> 1;
            case COSINE -> toFinalShare(0.5 * (1 + Math.cos(Math.PI * Math.min(1, done))));
            case COOLDOWN -> toFinalShare(Math.max(0, Math.min(1, (1 - done) / training.cooldownShare())));
            // As in char-rnn: with decayAfterEpochs 10, the eleventh epoch is the first with a lower rate.
            case EXPONENTIAL -> Math.pow(training.decay(), Math.max(0, epoch + 1 - Math.max(1, after)));
        };
    }

    /** Maps 1 to 1 and 0 to the final share of the rate. */
    private double toFinalShare(double share) {
        return training.finalRateShare() + (1 - training.finalRateShare()) * share;
    }
}
