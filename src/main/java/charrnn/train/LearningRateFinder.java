package charrnn.train;

import charrnn.config.Config;
import charrnn.config.TrainingConfig;
import charrnn.corpus.Corpus;
import charrnn.model.Networks;
import charrnn.model.StreamingNetwork;
import charrnn.pipeline.BatchIterator;
import charrnn.pipeline.EpochSegments;
import charrnn.pipeline.StreamPlan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * The learning-rate range test: trains a new network for a few hundred updates while the rate rises from 1e-5
 * to 1 (Smith, Cyclical Learning Rates for Training Neural Networks, 2017, arXiv 1506.01186). Nothing is saved.
 */
public final class LearningRateFinder {
    private static final double MIN_RATE = 1e-5;
    private static final double MAX_RATE = 1;
    /** Weight of a new loss in the running mean. The curve consists of these means. */
    private static final double WEIGHT = 0.1;
    /** Rise of the loss above its lowest value that ends the test, bits per character. */
    private static final double RISE = 1;
    /** Smallest difference between losses that is not noise, bits per character. */
    private static final double NOTABLE = 0.1;
    /** Suggested rate, relative to the rate of the steepest fall, which is too high for a whole training. */
    private static final double SHARE = 0.1;

    private LearningRateFinder() {}

    /** A point of the curve: the rate of an update, and the running mean of the loss before it. */
    public record Point(double rate, double bitsPerChar) {}

    /**
     * Trains until the loss has risen far or is not a number, or the rate is at its highest.
     *
     * @param maxUpdates largest number of updates; the rate rises by the same factor after each
     * @param done called after each update with the number of updates made
     * @return the point of each update, the first one in any case
     * @throws charrnn.message.UserError as {@link StreamPlan#of}
     */
    public static List<Point> run(Config config, Corpus corpus, int maxUpdates, IntConsumer done) {
        TrainingConfig training = config.training();
        StreamPlan plan = StreamPlan.of(config, corpus).withMemory(config);
        StreamingNetwork network =
                Networks.create(config.model(), training, corpus.vocabulary().size());
        Updates updates = new Updates(config.model(), training, network, training.batchSize());
        BatchIterator batches = new BatchIterator(new EpochSegments(plan, network.encoding(), 0, 0));
        List<Point> curve = new ArrayList<>();
        double lowest = Double.POSITIVE_INFINITY;
        double smoothed = Double.NaN;
        for (int i = 0; i < maxUpdates; i++) {
            if (!batches.hasNext()) {
                network.resetState();
                batches = new BatchIterator(new EpochSegments(plan, network.encoding(), 0, 0));
            }
            double rate = MIN_RATE * Math.pow(MAX_RATE / MIN_RATE, (double) i / Math.max(1, maxUpdates - 1));
            double bits =
                    updates.make(batches.next(), rate, training.seed() + i).bitsPerChar();
            done.accept(i + 1);
            smoothed = i == 0 ? bits : smoothed + WEIGHT * (bits - smoothed);
            lowest = Math.min(lowest, smoothed);
            if (i > 0 && !(smoothed < lowest + RISE)) {
                return curve;
            }
            curve.add(new Point(rate, smoothed));
        }
        return curve;
    }

    /** A tenth of the rate at which the loss falls fastest; empty if the loss does not fall. */
    public static OptionalDouble suggestion(List<Point> curve) {
        if (!(bits(curve, 0) - lowest(curve) >= NOTABLE)) { // or not a number
            return OptionalDouble.empty();
        }
        int reach = Math.max(1, curve.size() / 20);
        int steepest = IntStream.range(reach, Math.max(reach + 1, curve.size() - reach))
                .boxed()
                .min(Comparator.comparingDouble(i -> bits(curve, i + reach) - bits(curve, i - reach)))
                .orElse(0);
        return OptionalDouble.of(SHARE * curve.get(steepest).rate());
    }

    private static double lowest(List<Point> curve) {
        return curve.stream().mapToDouble(Point::bitsPerChar).min().orElseThrow();
    }

    private static double bits(List<Point> curve, int i) {
        return curve.get(Math.max(0, Math.min(curve.size() - 1, i))).bitsPerChar();
    }
}
