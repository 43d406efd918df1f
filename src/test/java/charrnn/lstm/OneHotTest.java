package charrnn.lstm;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.lstm.Nets.Segment;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

class OneHotTest {
    private static final int BATCH = 3;
    private static final int VOCABULARY = 5;
    private static final int TIME = 4;

    @ParameterizedTest
    @EnumSource(
            value = DataType.class,
            names = {"DOUBLE", "FLOAT"})
    void readsTheSymbolsTimeMajorInAnyOrderOfMemory(DataType type) {
        Segment segment = Segment.random(type, BATCH, VOCABULARY, TIME, 1);
        int[] expected = new int[TIME * BATCH];
        for (int b = 0; b < BATCH; b++) {
            for (int t = 0; t < TIME; t++) {
                expected[t * BATCH + b] = segment.inputs()[b][t];
            }
        }
        assertThat(symbols(segment.features())).isEqualTo(expected);
        assertThat(symbols(segment.features().dup('c'))).isEqualTo(expected);
        assertThat(symbols(segment.features().permute(2, 1, 0).dup('f').permute(2, 1, 0)))
                .isEqualTo(expected);
    }

    /** A vector without a one, with two, with another number, with a negative one. */
    @ParameterizedTest
    @EnumSource(
            value = DataType.class,
            names = {"DOUBLE", "FLOAT"})
    void anythingElseIsNotOneHot(DataType type) {
        for (double wrong : new double[] {0, 0.5, 2, -1, Double.NaN}) {
            INDArray array = Segment.random(type, BATCH, VOCABULARY, TIME, 1).features();
            int symbol = Segment.random(type, BATCH, VOCABULARY, TIME, 1).inputs()[1][2];
            array.putScalar(1, symbol, 2, wrong);
            assertThat(symbols(array)).as("one of %s", wrong).isNull();
            array.putScalar(1, symbol, 2, 1);
            assertThat(symbols(array)).isNotNull();
        }
        INDArray two = Segment.random(type, BATCH, VOCABULARY, TIME, 1).features();
        two.putScalar(0, 0, 0, 1);
        two.putScalar(0, 1, 0, 1);
        assertThat(symbols(two)).isNull();
    }

    private static int[] symbols(INDArray array) {
        return OneHot.symbols(array, Precision.of(array.dataType()));
    }
}
