package charrnn.tools.score;

import charrnn.tools.score.Bootstrap.Interval;
import charrnn.tools.score.SampleScore.Ratio;
import java.util.List;
import java.util.stream.Stream;

/**
 * The numbers of a set of samples.
 *
 * @param name the source of the samples
 * @param results by {@link Measure#ordinal}, with 95 % intervals over the samples; NaN where nothing was measured
 */
record Scorecard(String name, List<SampleScore> samples, List<Interval> results) {
    /** Sums the counts of samples. The intervals are bootstrap intervals over the samples. */
    static Scorecard of(String name, List<SampleScore> samples, long seed) {
        List<Interval> results = Bootstrap.intervals(
                samples,
                drawn -> Stream.of(Measure.values())
                        .mapToDouble(measure -> pooled(drawn, measure))
                        .toArray(),
                seed);
        return new Scorecard(name, samples, results);
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

    Interval result(Measure measure) {
        return results.get(measure.ordinal());
    }

    /** Characters of all samples. */
    long chars() {
        return samples.stream().mapToLong(SampleScore::chars).sum();
    }

    /** Whole functions of all samples, including those with errors. */
    long functions() {
        return samples.stream()
                .mapToLong(sample -> (long) sample.ratio(Measure.PARSES).denominator())
                .sum();
    }
}
