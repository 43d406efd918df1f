package charrnn.tools.report;

import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** Shortens a list of measurements so that its curve looks the same. The first and the last item always stay. */
final class CurveThinning {
    private CurveThinning() {}

    /** Keeps at most {@code limit} items, evenly spread over the list; the limit must be 2 or more. */
    static <T> List<T> evenly(List<T> items, int limit) {
        return items.size() <= limit
                ? items
                : IntStream.range(0, limit)
                        .mapToObj(i -> items.get((int) ((long) i * (items.size() - 1) / (limit - 1))))
                        .toList();
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
        TreeSet<Integer> kept = new TreeSet<>(List.of(0, items.size() - 1));
        List<Integer> all = IntStream.range(0, items.size()).boxed().toList();
        for (List<Integer> stretch : stretches(all, Math.max(1, limit / (2 * measures.size())))) {
            for (ToDoubleFunction<T> measure : measures) {
                Comparator<Integer> byValue = Comparator.comparingDouble(i -> measure.applyAsDouble(items.get(i)));
                List<Integer> measured = stretch.stream()
                        .filter(i -> !Double.isNaN(measure.applyAsDouble(items.get(i))))
                        .toList();
                measured.stream().min(byValue).ifPresent(kept::add);
                measured.stream().max(byValue).ifPresent(kept::add);
            }
        }
        return kept.stream().map(items::get).toList();
    }

    /** Cuts the list into {@code limit} parts whose lengths differ by at most one; a shorter list into its items. */
    static <T> List<List<T>> stretches(List<T> items, int limit) {
        long size = items.size();
        int count = Math.min(limit, items.size());
        return IntStream.range(0, count)
                .mapToObj(i -> items.subList((int) (i * size / count), (int) ((i + 1) * size / count)))
                .toList();
    }
}
