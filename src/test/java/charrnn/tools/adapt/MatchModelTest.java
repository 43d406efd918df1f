package charrnn.tools.adapt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MatchModelTest {
    /**
     * The plain search follows the newest occurrence until a symbol differs, then searches again. Two contexts may have the
     * same slot by chance; the model then forgets the older one.
     */
    @ParameterizedTest
    @CsvSource({"1, 0", "3, 0", "5, 0.02"})
    void predictsTheSymbolThatAPlainSearchFinds(int least, double forgotten) {
        int[] text = new Random(3).ints(3000, 0, 4).toArray();
        SymbolHistory history = new SymbolHistory(SymbolHistoryTest.vocabulary(4), 1 << 16); // many slots
        MatchModel match = new MatchModel(history, least);
        int followed = -1;
        int lost = 0;
        for (int end = 1; end < text.length; end++) {
            history.add(text[end - 1]);
            match.advance(history.length());
            boolean agrees = followed >= 0 && text[followed] == text[end - 1];
            followed = agrees ? followed + 1 : newest(text, end, least);
            if (!agrees && match.symbol() < 0) {
                lost += followed < 0 ? 0 : 1;
                followed = -1;
            }
            assertThat(match.symbol()).isEqualTo(followed < 0 ? -1 : text[followed]);
            if (followed >= 0) {
                assertThat(match.length).isBetween(least, agreement(text, followed, end));
            }
        }
        assertThat(lost).isLessThanOrEqualTo((int) (forgotten * text.length));
    }

    private static int newest(int[] text, int end, int least) {
        for (int at = end - 1; at >= least; at--) {
            if (agreement(text, at, end) >= least) {
                return at;
            }
        }
        return -1;
    }

    private static int agreement(int[] text, int at, int end) {
        int agree = 0;
        while (agree < at && text[at - 1 - agree] == text[end - 1 - agree]) {
            agree++;
        }
        return agree;
    }

    @ParameterizedTest
    @CsvSource({"0, 2", "1, 2", "1000, 1024", "8388607, 8388608", "8388608, 16777216", "1073741824, 16777216"})
    void tableSizeIsAPowerOfTwoForAnyCapacity(int capacity, int slots) {
        assertThat(MatchModel.slots(capacity)).isEqualTo(slots);
    }

    /** A repeated sequence of eight symbols. */
    @Test
    void predictionBecomesCertainWhenMatchesAreAlwaysRight() {
        SymbolHistory history = new SymbolHistory(SymbolHistoryTest.vocabulary(8), 2000);
        MatchModel match = new MatchModel(history, 4);
        double wrong = 0;
        for (int i = 0; i < 2000; i++) {
            for (BinaryDecision decision = BinaryDecision.first(8); decision.isOpen(); ) {
                int bit = decision.bit(i % 8);
                double one = Mixer.probability(match.predict(decision));
                wrong = i < 1000 ? 0 : Math.max(wrong, Math.abs(bit - one));
                match.learn(bit);
                decision = decision.after(bit);
            }
            history.add(i % 8);
            match.advance(history.length());
        }
        assertThat(wrong).isCloseTo(0, within(0.01));
    }

    @Test
    void givesZeroIfItsSymbolIsNoLongerPossible() {
        SymbolHistory history = new SymbolHistory(SymbolHistoryTest.vocabulary(8), 20);
        MatchModel match = new MatchModel(history, 2);
        for (int symbol : new int[] {1, 2, 3, 1, 2}) {
            history.add(symbol);
            match.advance(history.length());
        }
        BinaryDecision decision = BinaryDecision.first(8);
        assertThat(match.symbol()).isEqualTo(3);
        assertThat(match.predict(decision)).isNegative(); // 3 is in the lower half
        assertThat(match.level()).isPositive();
        decision = decision.after(1);
        assertThat(match.predict(decision)).isZero();
        assertThat(match.level()).isZero();
    }
}
