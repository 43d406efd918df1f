package charrnn.tools.score;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The figures of some samples.
 *
 * @param name whose samples they are
 * @param samples each of them
 * @param figures one for each measure, in their order
 */
public record Scorecard(String name, List<SampleScore> samples, List<Figure> figures) {
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
     * @param reference what the habits of the samples are compared with
     * @param seed of the drawing
     */
    public static Scorecard of(String name, List<SampleScore> samples, Optional<Reference> reference, long seed) {
        double[] values = values(samples, reference);
        SplittableRandom random = new SplittableRandom(seed);
        double[][] resampled = new double[RESAMPLES][];
        for (int i = 0; i < RESAMPLES && !samples.isEmpty(); i++) {
            resampled[i] = values(
                    random.ints(samples.size(), 0, samples.size())
                            .mapToObj(samples::get)
                            .toList(),
                    reference);
        }
        List<Figure> figures = new ArrayList<>();
        for (Measure measure : Measure.values()) {
            int m = measure.ordinal();
            double[] sorted = samples.isEmpty()
                    ? new double[0]
                    : Stream.of(resampled)
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

    private static double[] values(List<SampleScore> samples, Optional<Reference> reference) {
        double[] values = new double[Measure.values().length];
        for (Measure measure : Measure.values()) {
            if (measure.unit() != Measure.Unit.BITS) {
                values[measure.ordinal()] = pooled(samples, measure);
            }
        }
        double[] distances = distances(samples, reference);
        System.arraycopy(distances, 0, values, Measure.DISTANCE.ordinal(), distances.length);
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

    /** The mean of the four divergences, and these. */
    private static double[] distances(List<SampleScore> samples, Optional<Reference> reference) {
        double[] distances = new double[5];
        Arrays.fill(distances, Double.NaN);
        if (reference.isPresent()) {
            StyleStatistics habits = StyleStatistics.none();
            samples.forEach(sample -> habits.add(sample.habits()));
            double[] four = habits.divergences(reference.get().habits());
            System.arraycopy(four, 0, distances, 1, four.length);
            distances[0] = Arrays.stream(four).average().orElse(Double.NaN);
        }
        return distances;
    }

    /** A figure. */
    public Figure figure(Measure measure) {
        return figures.get(measure.ordinal());
    }

    /** Characters of all samples. */
    public long chars() {
        return samples.stream()
                .mapToLong(
                        sample -> sample.text().codePointCount(0, sample.text().length()))
                .sum();
    }

    /** Numbers of the samples, the best first. */
    public List<Integer> ranking() {
        return IntStream.range(0, samples.size())
                .boxed()
                .sorted(Comparator.comparing(samples::get, SampleScore.BEST_FIRST))
                .toList();
    }

    /** The sample with the longest copied run; empty where nothing is copied or there is no training text. */
    public Optional<SampleScore> mostCopied() {
        return samples.stream()
                .filter(sample -> sample.longestCopy().isPresent())
                .max(Comparator.comparingInt(
                        sample -> sample.longestCopy().map(Copy::chars).orElse(0)));
    }
}
