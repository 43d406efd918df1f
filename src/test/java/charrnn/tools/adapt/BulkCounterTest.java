package charrnn.tools.adapt;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BulkCounterTest {
    private static final int LENGTH = 3000;

    private final Random random = new Random(1);

    /** Symbols of which a few are frequent, with repetitions. */
    private int[] text(int symbols) {
        int[] text = new int[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            boolean repeats = i > 100 && random.nextInt(20) > 0;
            text[i] = repeats ? text[i - 1 - i / 400 * 13] : (int) (symbols * Math.pow(random.nextDouble(), 3));
        }
        return text;
    }

    private static byte[] state(Counters counters) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        counters.transfer(new StateStream(new DataOutputStream(bytes)));
        return bytes.toByteArray();
    }

    /** Counts as {@link ContextMixer#learn} does. */
    private static Counters learned(int[] text, int symbols, int logSlots) {
        Counters counters = new Counters(logSlots);
        CountInputs inputs = new CountInputs(counters);
        SymbolHistory history = new SymbolHistory(SymbolHistoryTest.vocabulary(symbols), LENGTH);
        for (int symbol : text) {
            for (BinaryDecision next = BinaryDecision.first(symbols); next.isOpen(); ) {
                int bit = next.bit(symbol);
                inputs.predict(next, history.contexts(), new float[CountInputs.SIZE]);
                inputs.learn(bit);
                next = next.after(bit);
            }
            history.add(symbol);
        }
        return counters;
    }

    /** In the smaller tables, counters of different contexts often have the same slot. */
    @ParameterizedTest
    @CsvSource({"2, 20", "17, 20", "17, 8", "98, 20", "98, 14", "98, 8", "300, 10", "65000, 12"})
    void countersEqualThoseOfLearningForAnyNumberOfThreads(int symbols, int logSlots) throws IOException {
        int[] text = text(symbols);
        byte[] expected = state(learned(text, symbols, logSlots));
        for (int parts = 1; parts <= 8; parts *= 2) {
            Counters counters = new Counters(logSlots);
            SymbolHistory history = new SymbolHistory(SymbolHistoryTest.vocabulary(symbols), LENGTH);
            history.add(text);
            BulkCounter bulk = new BulkCounter(counters, history, symbols);
            bulk.count(0, 700, parts, done -> {});
            bulk.count(700, LENGTH, parts, done -> {});
            assertThat(state(counters)).as("%d threads", parts).isEqualTo(expected);
        }
    }
}
