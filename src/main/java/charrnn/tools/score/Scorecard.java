package charrnn.tools.score;

import charrnn.tools.score.Bootstrap.Interval;
import charrnn.tools.score.SampleScore.Copy;
import charrnn.tools.score.SampleScore.Ratio;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The numbers of a set of samples.
 *
 * @param name the source of the samples
 * @param figures one for each measure, in the order of {@link Measure}
 */
record Scorecard(String name, List<SampleScore> samples, List<Figure> figures) {
    /** A number, with the 95 % interval over the samples. */
    record Figure(Measure measure, Interval interval) {
        boolean isMeasured() {
            return !Double.isNaN(interval.value());
        }
    }

    /**
     * Sums the counts of samples. The intervals are bootstrap intervals over the samples.
     *
     * @param reference statistics of real C, for the measures of style
     */
    static Scorecard of(String name, List<SampleScore> samples, Optional<StyleStatistics> reference, long seed) {
        List<Interval> intervals = Bootstrap.intervals(samples, drawn -> values(drawn, reference), seed);
        List<Figure> figures = Stream.of(Measure.values())
                .map(measure -> new Figure(measure, intervals.get(measure.ordinal())))
                .toList();
        return new Scorecard(name, samples, figures);
    }

    /** The numbers, [measures]. The measures in bits are the mean of the four divergences, then the divergences. */
    private static double[] values(List<SampleScore> samples, Optional<StyleStatistics> reference) {
        double[] values = Stream.of(Measure.values())
                .mapToDouble(measure -> measure.unit == Measure.Unit.BITS ? Double.NaN : pooled(samples, measure))
                .toArray();
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
        double numerator = 0;
        double denominator = 0;
        for (SampleScore sample : samples) {
            Ratio ratio = sample.ratio(measure);
            numerator += ratio.numerator();
            denominator += ratio.denominator();
        }
        return numerator / denominator;
    }

    Figure figure(Measure measure) {
        return figures.get(measure.ordinal());
    }

    /** Characters of all samples. */
    long chars() {
        return samples.stream().mapToLong(SampleScore::chars).sum();
    }

    /** Whole functions of all samples, including those with errors. */
    long functions() {
        return (long) samples.stream()
                .mapToDouble(
                        sample -> sample.ratio(Measure.PARSES_WITHOUT_MACROS).denominator())
                .sum();
    }

    /** Indices of the samples, best first. */
    List<Integer> ranking() {
        return IntStream.range(0, samples.size())
                .boxed()
                .sorted(Comparator.comparing(samples::get, SampleScore.BEST_FIRST))
                .toList();
    }

    /** The longest copied run of all samples; empty if no sample has one. */
    Optional<Copy> longestCopy() {
        return samples.stream()
                .flatMap(sample -> sample.longestCopy().stream())
                .max(Comparator.comparingInt(Copy::chars));
    }
}
