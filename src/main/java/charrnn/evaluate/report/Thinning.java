package charrnn.evaluate.report;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;

/** Makes a long list short without changing what a curve of it looks like. First and last always stay. */
final class Thinning {
    private Thinning() {}

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
        int stretches = Math.max(1, limit / (2 * measures.size()));
        for (int stretch = 0; stretch < stretches; stretch++) {
            int from = (int) ((long) stretch * items.size() / stretches);
            int to = (int) ((stretch + 1L) * items.size() / stretches);
            measures.forEach(measure -> addExtremes(items, from, to, measure, kept));
        }
        return kept.stream().map(items::get).toList();
    }

    private static <T> void addExtremes(
            List<T> items, int from, int to, ToDoubleFunction<T> measure, SortedSet<Integer> kept) {
        int lowest = -1;
        int highest = -1;
        for (int i = from; i < to; i++) {
            double value = measure.applyAsDouble(items.get(i));
            if (!Double.isNaN(value)) {
                lowest = lowest < 0 || value < measure.applyAsDouble(items.get(lowest)) ? i : lowest;
                highest = highest < 0 || value > measure.applyAsDouble(items.get(highest)) ? i : highest;
            }
        }
        if (lowest >= 0) {
            kept.add(lowest);
            kept.add(highest);
        }
    }
}
