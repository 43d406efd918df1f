package charrnn.tools.report;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;

/** Makes a long list short without changing what a curve of it looks like. First and last always stay. */
final class CurveThinning {
    private CurveThinning() {}

    /** At most {@code limit} items, 2 or more, evenly spread over the list. */
    static <T> List<T> evenly(List<T> items, int limit) {
        if (items.size() <= limit) {
            return items;
        }
        List<T> kept = new ArrayList<>(limit);
        for (int i = 0; i < limit; i++) {
            kept.add(items.get((int) ((long) i * (items.size() - 1) / (limit - 1))));
        }
        return kept;
    }

    /**
     * About {@code limit} items, never more than two above it: of each stretch of the list those with the lowest and the
     * highest of each measure, so that no peak is lost.
     *
     * @param measures what is drawn; NaN where an item lacks it
     */
    static <T> List<T> keepingExtremes(List<T> items, int limit, List<ToDoubleFunction<T>> measures) {
        if (items.size() <= limit) {
            return items;
        }
        SortedSet<Integer> kept = new TreeSet<>(List.of(0, items.size() - 1));
        int from = 0;
        for (List<T> stretch : stretches(items, Math.max(1, limit / (2 * measures.size())))) {
            for (ToDoubleFunction<T> measure : measures) {
                addExtremes(stretch, from, measure, kept);
            }
            from += stretch.size();
        }
        return kept.stream().map(items::get).toList();
    }

    /** The list cut into {@code limit} parts of the same length, give or take one; a short list into its items. */
    static <T> List<List<T>> stretches(List<T> items, int limit) {
        int count = Math.min(limit, items.size());
        List<List<T>> stretches = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int from = (int) ((long) i * items.size() / count);
            int to = (int) ((i + 1L) * items.size() / count);
            stretches.add(items.subList(from, to));
        }
        return stretches;
    }

    private static <T> void addExtremes(
            List<T> stretch, int from, ToDoubleFunction<T> measure, SortedSet<Integer> kept) {
        int lowest = -1;
        int highest = -1;
        for (int i = 0; i < stretch.size(); i++) {
            double value = measure.applyAsDouble(stretch.get(i));
            if (!Double.isNaN(value)) {
                lowest = lowest < 0 || value < measure.applyAsDouble(stretch.get(lowest)) ? i : lowest;
                highest = highest < 0 || value > measure.applyAsDouble(stretch.get(highest)) ? i : highest;
            }
        }
        if (lowest >= 0) {
            kept.add(from + lowest);
            kept.add(from + highest);
        }
    }
}
