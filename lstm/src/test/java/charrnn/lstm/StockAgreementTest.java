package charrnn.lstm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import charrnn.lstm.InstallationTest.CorrectedLstm;
import charrnn.lstm.Nets.Segment;
import java.util.Arrays;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.layers.recurrent.LSTM;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Many updates by charrnn's LSTM, by Deeplearning4j's own where it is right, and by a corrected one elsewhere. */
class StockAgreementTest {
    private static final int VOCABULARY = 11;
    private static final int[] HIDDEN = {17, 5, 12};

    /**
     * Trains both networks and compares them. They differ by float32 rounding, which each update passes on to the next; the largest
     * difference seen was 3e-7.
     */
    private static void assertLearnTheSame(MultiLayerNetwork fast, MultiLayerNetwork stock, Segment... segments) {
        double[] expected = Nets.train(stock, segments);
        double[] losses = Nets.train(fast, segments);
        for (int i = 0; i < expected.length; i++) {
            assertThat(losses[i]).as("loss %d", i).isCloseTo(expected[i], withinPercentage(0.001));
        }
        assertThat(Errors.relative(fast.params(), stock.params())).isLessThan(1e-5);
    }

    /** Without a carried state Deeplearning4j's gradient is right. */
    @Test
    void twoHundredUpdatesWithoutCarriedStateAgree() {
        MultiLayerNetwork stock = Nets.stock(VOCABULARY, 1, 17, 12);
        INDArray start = stock.params().dup();
        assertLearnTheSame(Nets.fast(VOCABULARY, 1, 17, 12), stock, Segment.randoms(4, VOCABULARY, 5, 200));
        assertThat(Errors.relative(start, stock.params())).as("they did learn").isGreaterThan(0.1);
    }

    @Test
    void fortyUpdatesWithCarriedStateAgreeWithACorrectedStockLstm() {
        MultiLayerNetwork corrected = Nets.carryingStock(7, VOCABULARY, 1, HIDDEN);
        Layer[] layers = corrected.getLayers();
        Arrays.setAll(
                layers, i -> layers[i] instanceof LSTM ? new CorrectedLstm(layers[i], DataType.FLOAT) : layers[i]);
        Segment[] segments = Segment.randoms(4, VOCABULARY, 5, 40);
        assertLearnTheSame(Nets.carryingFast(VOCABULARY, 1, HIDDEN), corrected, segments);
        MultiLayerNetwork stock = Nets.carryingStock(7, VOCABULARY, 1, HIDDEN);
        Nets.train(stock, segments);
        assertThat(Errors.relative(stock.params(), corrected.params()))
                .as("not corrected")
                .isGreaterThan(0.01);
    }
}
