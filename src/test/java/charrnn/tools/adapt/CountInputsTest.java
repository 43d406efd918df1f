package charrnn.tools.adapt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class CountInputsTest {
    private static final int SYMBOLS = 90;

    private final CountInputs inputs = new CountInputs(new Counters(20));
    private final float[] said = new float[CountInputs.SIZE];
    private final BinaryDecision decision = new BinaryDecision();

    private static long[] contexts(long number) {
        long[] contexts = new long[Contexts.COUNT];
        for (int c = 0; c < contexts.length; c++) {
            contexts[c] = SymbolHistory.scatter(1000 * number + c);
        }
        return contexts;
    }

    private void read(long[] contexts, int symbol) {
        for (decision.begin(SYMBOLS); decision.isOpen(); ) {
            int bit = decision.bit(symbol);
            inputs.predict(decision, contexts, said);
            inputs.learn(bit);
            decision.follow(bit);
        }
    }

    /** One of four symbols near each other follows in each of twenty contexts, with known shares. */
    @Test
    void theInputsConvergeToTheShareOfOnesInEachContext() {
        double[] shares = {0.7, 0.15, 0.1, 0.05};
        Random random = new Random(6);
        double error = 0;
        int asked = 0;
        for (int i = 0; i < 40_000; i++) {
            int number = random.nextInt(20);
            if (i >= 30_000) {
                for (decision.begin(SYMBOLS); decision.isOpen(); ) {
                    double yes = share(shares, number, decision.middle(), decision.high());
                    double no = share(shares, number, decision.low(), decision.middle());
                    assertThat(inputs.predict(decision, contexts(number), said)).isEqualTo(Contexts.COUNT);
                    error += Math.abs(Logistic.squash(said[0]) - yes / (yes + no));
                    asked++;
                    decision.follow(yes > no ? 1 : 0);
                }
            }
            double u = random.nextDouble();
            read(contexts(number), 4 * number + (u < 0.7 ? 0 : u < 0.85 ? 1 : u < 0.95 ? 2 : 3));
        }
        assertThat(error / asked).isLessThan(0.02);
    }

    private static double share(double[] shares, int number, int low, int high) {
        double sum = 0;
        for (int i = 0; i < shares.length; i++) {
            sum += 4 * number + i >= low && 4 * number + i < high ? shares[i] : 0;
        }
        return sum;
    }

    @Test
    void aNewContextGivesZero() {
        for (int i = 0; i < 100; i++) {
            read(contexts(1), 33);
        }
        long[] some = contexts(1);
        some[3] = SymbolHistory.scatter(-1);
        decision.begin(SYMBOLS);
        assertThat(inputs.predict(decision, some, said)).isEqualTo(Contexts.COUNT - 1);
        assertThat(said[3]).isZero();
        assertThat(said[2]).isNegative(); // 33 is in the lower half
    }

    /** The first context foretells nothing of what follows, the others all. */
    @Test
    void aCountIsCalibratedByWhatFollowedSuchCountsInItsContext() {
        Random random = new Random(7);
        for (int i = 0; i < 2000; i++) {
            read(contexts(2 * i), random.nextInt(SYMBOLS));
            int symbol = random.nextInt(SYMBOLS);
            long[] other = contexts(2 * i + 1);
            read(other, symbol);
            other[0] = contexts(2 * i)[0];
            read(other, symbol);
        }
        read(contexts(5000), 0);
        decision.begin(SYMBOLS);
        inputs.predict(decision, contexts(5000), said);
        assertThat(Logistic.squash(said[0])).isCloseTo(0.5, within(0.1));
        assertThat(Logistic.squash(said[2])).isCloseTo(0, within(0.02));
    }
}
