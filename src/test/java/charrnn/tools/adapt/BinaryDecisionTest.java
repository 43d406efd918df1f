package charrnn.tools.adapt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BinaryDecisionTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 64, 98, 1000})
    void eachSymbolHasAUniqueCode(int symbols) {
        Set<Integer> ends = new HashSet<>();
        for (int symbol = 0; symbol < symbols; symbol++) {
            BinaryDecision decision = BinaryDecision.first(symbols);
            while (decision.isOpen()) {
                assertThat(decision.contains(symbol)).isTrue();
                assertThat(decision.middle()).isBetween(decision.low() + 1, decision.high() - 1);
                decision = decision.after(decision.bit(symbol));
            }
            assertThat(decision.low()).isEqualTo(symbol);
            assertThat(ends.add(decision.node())).isTrue();
            assertThat(decision.depth()).isLessThanOrEqualTo(10);
        }
    }
}
