package charrnn.tools.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** Shortens a list of measurements so that its curve looks the same. The first and the last item always stay. */
final class CurveThinning {
    private CurveThinning() {}

    /** Keeps at most {@code limit} items, evenly spread over the list; the limit must be 2 or more. */
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
     * Keeps about {@code limit} items: the first, the last, and from each stretch of the list those with the lowest and the
     * highest value of each measure, so that no peak is lost.
     *
     * @param measures the values that are drawn; NaN if an item lacks one
     */
    static <T> List<T> keepingExtremes(List<T> items, int limit, List<ToDoubleFunction<T>> measures) {
        if (items.size() <= limit) {
            return items;
        }
        SortedSet<Integer> kept = new TreeSet<>(List.of(0, items.size() - 1));
        List<Integer> all = IntStream.range(0, items.size()).boxed().toList();
        for (List<Integer> stretch : stretches(all, Math.max(1, limit / (2 * measures.size())))) {
            for (ToDoubleFunction<T> measure : measures) {
                ToDoubleFunction<Integer> value = i -> measure.applyAsDouble(items.get(i));
                List<Integer> measured = stretch.stream()
                        .filter(i -> !Double.isNaN(value.applyAsDouble(i)))
                        .toList();
                measured.stream().min(Comparator.comparingDouble(value)).ifPresent(kept::add);
                measured.stream().max(Comparator.comparingDouble(value)).ifPresent(kept::add);
            }
        }
        return kept.stream().map(items::get).toList();
    }

    /** Cuts the list into {@code limit} parts whose lengths differ by at most one; a shorter list into its items. */
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
}
