package charrnn.lstm;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.lstm.Nets.Segment;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

class TimeMajorTest {
    private static final int BATCH = 3;
    private static final int VOCABULARY = 5;
    private static final int TIME = 4;

    @Test
    void symbolsAreReadTimeMajorFromAnyMemoryOrder() {
        Segment segment = Segment.random(BATCH, VOCABULARY, TIME, 1);
        int[] expected = new int[TIME * BATCH];
        for (int b = 0; b < BATCH; b++) {
            for (int t = 0; t < TIME; t++) {
                expected[t * BATCH + b] = segment.inputs()[b][t];
            }
        }
        assertThat(TimeMajor.symbols(segment.features())).isEqualTo(expected);
        assertThat(TimeMajor.symbols(segment.features().dup('c'))).isEqualTo(expected);
        assertThat(TimeMajor.symbols(
                        segment.features().permute(2, 1, 0).dup('f').permute(2, 1, 0)))
                .isEqualTo(expected);
    }

    /** Vectors with no 1, two of them, another number, or a negative one. */
    @Test
    void vectorsThatAreNotUnitVectorsHaveNoSymbols() {
        for (double wrong : new double[] {0, 0.5, 2, -1, Double.NaN}) {
            INDArray array = Segment.random(BATCH, VOCABULARY, TIME, 1).features();
            int symbol = Segment.random(BATCH, VOCABULARY, TIME, 1).inputs()[1][2];
            array.putScalar(1, symbol, 2, wrong);
            assertThat(TimeMajor.symbols(array)).isNull();
        }
        INDArray two = Segment.random(BATCH, VOCABULARY, TIME, 1).features();
        two.putScalar(0, 0, 0, 1);
        two.putScalar(0, 1, 0, 1);
        assertThat(TimeMajor.symbols(two)).isNull();
    }
}
