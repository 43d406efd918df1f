package charrnn.tools.adapt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BinaryDecisionTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 64, 98, 1000})
    void theAnswersSpellEachSymbolAndNoOther(int symbols) {
        Set<Integer> ends = new HashSet<>();
        BinaryDecision question = new BinaryDecision();
        for (int symbol = 0; symbol < symbols; symbol++) {
            question.begin(symbols);
            while (question.isOpen()) {
                assertThat(question.asksAbout(symbol)).isTrue();
                assertThat(question.middle()).isBetween(question.low() + 1, question.high() - 1);
                question.follow(question.answer(symbol));
            }
            assertThat(question.low()).isEqualTo(symbol);
            assertThat(ends.add(question.node())).isTrue();
            assertThat(question.depth()).isLessThanOrEqualTo(10);
        }
    }
}
