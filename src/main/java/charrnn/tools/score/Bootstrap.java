package charrnn.tools.score;

import charrnn.files.StrictJson;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.Function;

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
        boolean isMeasured() {
            return !Double.isNaN(value);
        }

        /** Whether there is an interval. */
        boolean hasEnds() {
            return !Double.isNaN(low);
        }

        /** The value and the ends of its interval in per cent; a dash if nothing was measured. */
        String toPercent() {
            return toText(1, 100, " %");
        }

        /** The value and the ends of its interval, multiplied by a factor; a dash if nothing was measured. */
        String toText(int decimals, double factor, String unit) {
            String number = "%." + decimals + "f";
            String ends = String.format(Locale.ROOT, " (" + number + "–" + number + ")", factor * low, factor * high);
            return isMeasured()
                    ? String.format(Locale.ROOT, number, factor * value) + unit + (hasEnds() ? ends : "")
                    : "–";
        }

        /** The value and the ends of its interval as JSON; null where there is none. */
        ObjectNode toJson() {
            return StrictJson.object()
                    .put("value", isMeasured() ? value : null)
                    .put("low", hasEnds() ? low : null)
                    .put("high", hasEnds() ? high : null);
        }
    }

    private Bootstrap() {}

    /**
     * Computes the intervals of several statistics from the same sets.
     *
     * @param cases what the statistics are computed from, such as samples
     * @param statistics maps a set of cases to its statistics, always as many; NaN where one is not defined
     */
    static <T> List<Interval> intervals(List<T> cases, Function<List<T>, double[]> statistics, long seed) {
        double[] values = statistics.apply(cases);
        SplittableRandom random = new SplittableRandom(seed);
        List<double[]> resampled = new ArrayList<>();
        while (resampled.size() < RESAMPLES && !cases.isEmpty()) {
            resampled.add(statistics.apply(random.ints(cases.size(), 0, cases.size())
                    .mapToObj(cases::get)
                    .toList()));
        }
        List<Interval> intervals = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            int statistic = i;
            double[] sorted = resampled.stream()
                    .mapToDouble(drawn -> drawn[statistic])
                    .filter(value -> !Double.isNaN(value))
                    .sorted()
                    .toArray();
            double low = quantile(sorted, 0.025);
            double high = quantile(sorted, 0.975);
            boolean differ = low < high;
            intervals.add(new Interval(values[i], differ ? low : Double.NaN, differ ? high : Double.NaN));
        }
        return intervals;
    }

    /** A quantile of sorted values; NaN without any. */
    static double quantile(double[] sorted, double share) {
        return sorted.length == 0 ? Double.NaN : sorted[(int) Math.round(share * (sorted.length - 1))];
    }
}
