package charrnn.tools.score;

import charrnn.tools.score.SampleScore.Copy;
import charrnn.tools.score.SampleScore.Ratio;
import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * The figures of some samples.
 *
 * @param name of the samples' writer
 * @param figures one for each measure, in their order
 */
public record Scorecard(String name, List<SampleScore> samples, List<Figure> figures) {
    /**
     * A figure with its 95 % interval.
     *
     * @param value NaN where it was not measured
     */
    public record Figure(@JsonIgnore Measure measure, double value, double low, double high) {
        /** Whether there was something to measure. */
        boolean isMeasured() {
            return !Double.isNaN(value);
        }
    }

    private static final int RESAMPLES = 1000;

    /** Copies the lists. */
    public Scorecard {
        samples = List.copyOf(samples);
        figures = List.copyOf(figures);
    }

    /**
     * Adds samples up. The intervals are percentile bootstrap intervals over the samples (Efron and Tibshirani 1993, "An
     * introduction to the bootstrap", section 13.3): the figures of 1,000 sets of as many samples, drawn with replacement.
     *
     * @param reference real C whose style the samples are compared with
     * @param seed of the drawing
     */
    public static Scorecard of(String name, List<SampleScore> samples, Optional<StyleStatistics> reference, long seed) {
        double[] values = values(samples, reference);
        SplittableRandom random = new SplittableRandom(seed);
        List<double[]> resampled = new ArrayList<>();
        while (resampled.size() < RESAMPLES && !samples.isEmpty()) {
            List<SampleScore> drawn = random.ints(samples.size(), 0, samples.size())
                    .mapToObj(samples::get)
                    .toList();
            resampled.add(values(drawn, reference));
        }
        List<Figure> figures = new ArrayList<>();
        for (Measure measure : Measure.values()) {
            int m = measure.ordinal();
            double[] sorted = resampled.stream()
                    .mapToDouble(drawn -> drawn[m])
                    .filter(value -> !Double.isNaN(value))
                    .sorted()
                    .toArray();
            figures.add(new Figure(measure, values[m], quantile(sorted, 0.025), quantile(sorted, 0.975)));
        }
        return new Scorecard(name, samples, figures);
    }

    private static double quantile(double[] sorted, double share) {
        return sorted.length == 0 ? Double.NaN : sorted[(int) Math.round(share * (sorted.length - 1))];
    }

    /** [measures]; those in bits are the mean of the four divergences, and these. */
    private static double[] values(List<SampleScore> samples, Optional<StyleStatistics> reference) {
        double[] values = new double[Measure.values().length];
        for (Measure measure : Measure.values()) {
            values[measure.ordinal()] = measure.unit() == Measure.Unit.BITS ? Double.NaN : pooled(samples, measure);
        }
        if (reference.isPresent()) {
            StyleStatistics style = StyleStatistics.none();
            samples.forEach(sample -> style.add(sample.style()));
            double[] four = style.divergences(reference.get());
            values[Measure.DISTANCE.ordinal()] = Arrays.stream(four).average().orElse(Double.NaN);
            System.arraycopy(four, 0, values, Measure.DISTANCE.ordinal() + 1, four.length);
        }
        return values;
    }

    private static double pooled(List<SampleScore> samples, Measure measure) {
        double sum = 0;
        double of = 0;
        for (SampleScore sample : samples) {
            Ratio ratio = sample.ratio(measure);
            sum += ratio.sum();
            of += ratio.of();
        }
        return sum / of;
    }

    /** The figure of a measure. */
    public Figure figure(Measure measure) {
        return figures.get(measure.ordinal());
    }

    /** Characters of all samples. */
    public long chars() {
        return samples.stream().mapToLong(SampleScore::chars).sum();
    }

    /** Numbers of the samples, the best first. */
    List<Integer> ranking() {
        return IntStream.range(0, samples.size())
                .boxed()
                .sorted(Comparator.comparing(samples::get, SampleScore.BEST_FIRST))
                .toList();
    }

    /** The longest copied run of all samples; empty where nothing is copied or there is no training text. */
    Optional<Copy> longestCopy() {
        return samples.stream()
                .flatMap(sample -> sample.longestCopy().stream())
                .max(Comparator.comparingInt(Copy::chars));
    }
}
