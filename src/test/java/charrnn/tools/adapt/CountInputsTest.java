package charrnn.tools.adapt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class CountInputsTest {
    private static final int SYMBOLS = 90;

    private final CountInputs inputs = new CountInputs(new Counters(20));
    private final float[] logOdds = new float[CountInputs.SIZE];

    private static long[] contexts(long number) {
        long[] contexts = new long[CountInputs.SIZE];
        for (int c = 0; c < contexts.length; c++) {
            contexts[c] = SymbolHistory.finalizeHash(1000 * number + c);
        }
        return contexts;
    }

    private void read(long[] contexts, int symbol) {
        for (BinaryDecision decision = BinaryDecision.first(SYMBOLS); decision.isOpen(); ) {
            int bit = decision.bit(symbol);
            inputs.predict(decision, contexts, logOdds);
            inputs.learn(bit);
            decision = decision.after(bit);
        }
    }

    /** In each of twenty contexts, one of four adjacent symbols follows with a known probability. */
    @Test
    void inputsConvergeToTheProbabilitiesOfEachContext() {
        double[] shares = {0.7, 0.15, 0.1, 0.05};
        Random random = new Random(6);
        double error = 0;
        int predictions = 0;
        for (int i = 0; i < 40_000; i++) {
            int number = random.nextInt(20);
            if (i >= 30_000) {
                for (BinaryDecision decision = BinaryDecision.first(SYMBOLS); decision.isOpen(); ) {
                    double one = share(shares, number, decision.middle(), decision.high());
                    double zero = share(shares, number, decision.low(), decision.middle());
                    assertThat(inputs.predict(decision, contexts(number), logOdds))
                            .isEqualTo(CountInputs.SIZE);
                    error += Math.abs(Mixer.probability(logOdds[0]) - one / (one + zero));
                    predictions++;
                    decision = decision.after(one > zero ? 1 : 0);
                }
            }
            double u = random.nextDouble();
            read(contexts(number), 4 * number + (u < 0.7 ? 0 : u < 0.85 ? 1 : u < 0.95 ? 2 : 3));
        }
        assertThat(error / predictions).isLessThan(0.02);
    }

    private static double share(double[] shares, int number, int low, int high) {
        double sum = 0;
        for (int i = 0; i < shares.length; i++) {
            sum += 4 * number + i >= low && 4 * number + i < high ? shares[i] : 0;
        }
        return sum;
    }

    @Test
    void newContextGivesZero() {
        for (int i = 0; i < 100; i++) {
            read(contexts(1), 33);
        }
        long[] some = contexts(1);
        some[3] = SymbolHistory.finalizeHash(-1);
        BinaryDecision decision = BinaryDecision.first(SYMBOLS);
        assertThat(inputs.predict(decision, some, logOdds)).isEqualTo(CountInputs.SIZE - 1);
        assertThat(logOdds[3]).isZero();
        assertThat(logOdds[2]).isNegative(); // 33 is in the lower half
    }

    /** The first context carries no information about the symbol; the others determine it. */
    @Test
    void countsAreCalibratedPerContext() {
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
        BinaryDecision decision = BinaryDecision.first(SYMBOLS);
        inputs.predict(decision, contexts(5000), logOdds);
        assertThat(Mixer.probability(logOdds[0])).isCloseTo(0.5, within(0.1));
        assertThat(Mixer.probability(logOdds[2])).isCloseTo(0, within(0.02));
    }
}
