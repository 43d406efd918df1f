package charrnn.lab;

import charrnn.cli.base.CliCommand;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * Percentile bootstrap intervals (Efron and Tibshirani 1993, "An introduction to the bootstrap", section 13.3): the range that
 * contains 95 % of a statistic's values over 1,000 sets, drawn from the cases with replacement.
 */
final class Bootstrap {
    private static final int RESAMPLES = 1000;

    /**
     * A statistic with its 95 % interval. There is no interval if all sets give the same value: only one case contributes to it,
     * or all cases agree, as at 100 %. An interval of no width would look like certainty.
     *
     * @param value NaN where it was not measured
     * @param low the lower end of the interval; NaN without one
     * @param high the upper end; NaN without one
     */
    record Interval(double value, double low, double high) {
        /** The value and the ends of its interval for a table; a dash if nothing was measured. */
        String toText(boolean inPercent) {
            double factor = inPercent ? 100 : 1;
            String digits = inPercent ? ".1f" : ".2f";
            String ends = Double.isNaN(low) ? "" : " (%2$" + digits + "–%3$" + digits + ")";
            String format = Double.isNaN(value) ? "–" : "%1$" + digits + (inPercent ? " %%" : "") + ends;
            return CliCommand.text(format, factor * value, factor * low, factor * high);
        }
    }

    /**
     * A statistic of a set of cases.
     *
     * @param label the name in tables
     * @param isShare whether tables show it in per cent
     * @param value maps a set of cases to the value, NaN where it is not defined
     */
    record Statistic<T>(String label, boolean isShare, ToDoubleFunction<List<T>> value) {
        /** The share of the cases that have a property. */
        static <T> Statistic<T> share(String label, Predicate<T> holds) {
            return ratio(label, it -> holds.test(it) ? 1 : 0, it -> 1);
        }

        /** The ratio of two sums over the cases, in per cent. */
        static <T> Statistic<T> ratio(String label, ToDoubleFunction<T> part, ToDoubleFunction<T> whole) {
            return new Statistic<>(label, true, cases -> ratio(cases, part, whole));
        }

        static <T> double ratio(List<T> cases, ToDoubleFunction<T> part, ToDoubleFunction<T> whole) {
            return cases.stream().mapToDouble(part).sum()
                    / cases.stream().mapToDouble(whole).sum();
        }

        double of(List<T> cases) {
            return value.applyAsDouble(cases);
        }
    }

    private Bootstrap() {}

    /** The values of statistics of the cases, with intervals from the same sets. */
    static <T> List<Interval> intervals(List<T> cases, List<Statistic<T>> statistics, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<List<T>> sets = Stream.generate(() -> random.ints(cases.size(), 0, cases.size())
                        .mapToObj(cases::get)
                        .toList())
                .limit(cases.isEmpty() ? 0 : RESAMPLES)
                .toList();
        return statistics.stream().map(it -> interval(it, cases, sets)).toList();
    }

    private static <T> Interval interval(Statistic<T> statistic, List<T> cases, List<List<T>> sets) {
        double[] sorted = sets.stream()
                .mapToDouble(statistic::of)
                .filter(value -> !Double.isNaN(value))
                .sorted()
                .toArray();
        double low = quantile(sorted, 0.025);
        double high = quantile(sorted, 0.975);
        boolean differ = low < high;
        return new Interval(statistic.of(cases), differ ? low : Double.NaN, differ ? high : Double.NaN);
    }

    /** A quantile of sorted values; NaN without any. */
    static double quantile(double[] sorted, double share) {
        return sorted.length == 0 ? Double.NaN : sorted[(int) Math.round(share * (sorted.length - 1))];
    }
}
