package charrnn.tools.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CurveThinningTest {
    private record Item(int at, double first, double second) {}

    private static final List<ToDoubleFunction<Item>> MEASURES = List.of(Item::first, Item::second);

    private static List<Item> items(int count) {
        Random random = new Random(7);
        return IntStream.range(0, count)
                .mapToObj(i -> new Item(i, random.nextGaussian(), i % 3 == 0 ? random.nextGaussian() : Double.NaN))
                .toList();
    }

    @Test
    void evenlyKeepsTheEndsAndEqualDistances() {
        assertThat(CurveThinning.evenly(IntStream.rangeClosed(0, 1000).boxed().toList(), 5))
                .containsExactly(0, 250, 500, 750, 1000);
    }

    @Test
    void aCurveKeepsItsEndsItsOrderAndItsPeaks() {
        List<Item> all = items(20_000);
        List<Item> kept = CurveThinning.keepingExtremes(all, 400, MEASURES);
        assertThat(kept).hasSizeBetween(200, 402);
        assertThat(kept).isSortedAccordingTo(Comparator.comparingInt(Item::at)).doesNotHaveDuplicates();
        assertThat(kept).startsWith(all.get(0)).endsWith(all.get(19_999));
        Comparator<Item> byFirst = Comparator.comparingDouble(Item::first);
        Comparator<Item> bySecond = Comparator.comparingDouble(Item::second);
        List<Item> measured =
                all.stream().filter(item -> !Double.isNaN(item.second())).toList();
        assertThat(kept)
                .containsAll(Stream.of(byFirst, byFirst.reversed())
                        .map(order -> all.stream().min(order).orElseThrow())
                        .toList())
                .containsAll(Stream.of(bySecond, bySecond.reversed())
                        .map(order -> measured.stream().min(order).orElseThrow())
                        .toList());
    }
}
