package charrnn.tools.cells;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FeatureTest {
    private final Feature quantity = Feature.quantity("square", 5, t -> t * t);
    private final Feature condition = Feature.condition("odd", 5, t -> t % 2 == 1);

    @Test
    void meanOfAConditionIsItsShare() {
        assertThat(quantity.mean()).isEqualTo(6);
        assertThat(condition.mean()).isEqualTo(2 / 5.0);
    }

    @Test
    void shiftsAreCyclic() {
        int[] positions = {0, 3, 4};
        assertThat(Feature.at(quantity.values(), positions, 0)).containsExactly(0, 9, 16);
        assertThat(Feature.at(quantity.values(), positions, 2)).containsExactly(4, 0, 1);
    }

    @Test
    void uncommonCountsAllButTheMostFrequentValue() {
        int[] all = {0, 1, 2, 3, 4};
        assertThat(condition.countUncommon(all)).isEqualTo(2);
        assertThat(condition.countUncommon(new int[] {1, 3})).isZero();
        assertThat(quantity.countUncommon(all)).isEqualTo(4);
    }
}
