package charrnn.lstm;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.lstm.Nets.Segment;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

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
                expected[t * BATCH + b] = segment.features().argMax(1).getInt(b, t);
            }
        }
        assertThat(TimeMajor.symbols(segment.features(), 1)).isEqualTo(expected);
        assertThat(TimeMajor.symbols(segment.features().dup('c'), 1)).isEqualTo(expected);
        assertThat(TimeMajor.symbols(
                        segment.features().permute(2, 1, 0).dup('f').permute(2, 1, 0), 1))
                .isEqualTo(expected);
    }

    @Test
    void severalOnesOfAVectorAreReadInAscendingOrder() {
        INDArray first = Segment.random(BATCH, VOCABULARY, TIME, 1).features();
        INDArray second = Segment.random(BATCH, 7, TIME, 2).features();
        int[] ofFirst = TimeMajor.symbols(first, 1);
        int[] ofSecond = TimeMajor.symbols(second, 1);
        int[] both = new int[2 * TIME * BATCH];
        for (int i = 0; i < TIME * BATCH; i++) {
            both[2 * i] = ofFirst[i];
            both[2 * i + 1] = VOCABULARY + ofSecond[i];
        }
        INDArray joined = Nd4j.concat(1, first, second);
        assertThat(TimeMajor.symbols(joined, 2)).isEqualTo(both);
        assertThat(TimeMajor.symbols(joined, 1)).as("too many ones").isNull();
        joined.putScalar(1, VOCABULARY + second.size(1) - 1, 2, 0);
        joined.putScalar(1, both[2 * (2 * BATCH + 1) + 1], 2, 0);
        assertThat(TimeMajor.symbols(joined, 2)).as("a one is missing").isNull();
    }

    /** Vectors with no 1, two of them, another number, or a negative one. */
    @Test
    void vectorsThatAreNotUnitVectorsHaveNoSymbols() {
        for (double wrong : new double[] {0, 0.5, 2, -1, Double.NaN}) {
            INDArray array = Segment.random(BATCH, VOCABULARY, TIME, 1).features();
            int symbol = array.argMax(1).getInt(1, 2);
            array.putScalar(1, symbol, 2, wrong);
            assertThat(TimeMajor.symbols(array, 1)).isNull();
        }
        INDArray two = Segment.random(BATCH, VOCABULARY, TIME, 1).features();
        two.putScalar(0, 0, 0, 1);
        two.putScalar(0, 1, 0, 1);
        assertThat(TimeMajor.symbols(two, 1)).isNull();
    }
}
