package charrnn.tools.cells;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CentredRanksTest {
    @Test
    void equalValuesShareTheirMeanRank() {
        // Ranks 4, 1.5, 1.5, 3, less their mean of 2.5.
        assertThat(Association.centredRanks(new float[] {3, 1, 1, 2})).containsExactly(1.5f, -1, -1, 0.5f);
        assertThat(Association.centredRanks(new float[] {7, 7, 7})).containsExactly(0, 0, 0);
        assertThat(Association.centredRanks(new float[] {})).isEmpty();
    }

    @Test
    void negativeValuesRankBelowZeroAndBothZerosAreEqual() {
        float[] values = {0f, -0f, Float.MIN_VALUE, -Float.MIN_VALUE, -1e30f, Float.MAX_VALUE, -2};
        assertThat(Association.centredRanks(values)).containsExactly(0.5f, 0.5f, 2, -1, -3, 3, -2);
    }

    @Test
    void ranksEqualThoseByCounting() {
        SplittableRandom random = new SplittableRandom(2);
        float[] values = new float[400];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextInt(-60, 60) / 8f;
        }
        float[] ranks = Association.centredRanks(values);
        for (int i = 0; i < values.length; i++) {
            int balance = 0;
            for (float other : values) {
                balance += Float.compare(values[i], other);
            }
            assertThat(ranks[i]).isEqualTo(balance / 2f);
        }
    }
}
