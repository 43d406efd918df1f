package charrnn.tools.adapt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CountersTest {
    /** The same estimates in double precision, in a hash map. */
    private static final class Plain {
        private final Map<List<Object>, double[]> estimates = new HashMap<>();

        double[] at(long window, int node) {
            return estimates.computeIfAbsent(List.of(window, node), place -> new double[] {0.5, 0});
        }

        void count(long window, int node, int bit) {
            double[] estimate = at(window, node);
            estimate[0] += (bit - estimate[0]) / (estimate[1] + 1.5);
            estimate[1] = Math.min(8, estimate[1] + 1);
        }
    }

    @Test
    void estimatesEqualThoseOfAHashMap() {
        Random random = new Random(1);
        Counters counters = new Counters(20);
        Plain plain = new Plain();
        for (int i = 0; i < 50_000; i++) {
            long window = SymbolHistory.finalizeHash((long) (random.nextDouble() * random.nextDouble() * 300));
            int node = 1 + random.nextInt(15);
            int found = counters.find(window, node);
            double[] expected = plain.at(window, node);
            assertThat(found >= 0).isEqualTo(expected[1] > 0);
            if (found >= 0) {
                assertThat(counters.count(found)).isEqualTo((int) expected[1]);
                assertThat((double) counters.probability(found)).isCloseTo(expected[0], within(1e-5));
            }
            int bit = random.nextInt(16) < node ? 1 : 0;
            counters.update(found, window, bit);
            plain.count(window, node, bit);
        }
    }

    /** The product with a rounded reciprocal gives the same steps as a division. */
    @Test
    void stepsAreThoseOfAnIntegerDivision() {
        int most = (1 << 20) - 1;
        Random random = new Random(3);
        for (int i = 0; i < 20_000; i++) {
            Counters counters = new Counters(5);
            long window = random.nextLong();
            double share = Math.pow(random.nextDouble(), 3);
            int estimate = most / 2;
            for (int count = 0; count < 14; count++) {
                int bit = random.nextDouble() < share ? 1 : 0;
                estimate += 2 * (bit * most - estimate) / (2 * Math.min(count, Counters.LIMIT) + 3);
                counters.update(counters.find(window, 1), window, bit);
                assertThat(counters.probability(counters.find(window, 1))).isEqualTo((float) estimate / most);
            }
        }
    }

    /** The table receives ten times as many counters as it has slots. */
    @Test
    void fullTableKeepsFrequentCounters() {
        Counters counters = new Counters(12);
        Random random = new Random(2);
        long often = SymbolHistory.finalizeHash(7);
        int lost = 0;
        for (int i = 0; i < 40_000; i++) {
            long rare = SymbolHistory.finalizeHash(random.nextLong());
            counters.update(counters.find(rare, 1), rare, 0);
            int found = counters.find(often, 3);
            lost += found < 0 ? 1 : 0;
            counters.update(found, often, 1);
        }
        assertThat(lost).isLessThan(5);
        assertThat(counters.probability(counters.find(often, 3))).isGreaterThan(0.99f);
    }
}
