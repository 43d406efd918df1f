package charrnn.lstm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import charrnn.lstm.Nets.Segment;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.recurrent.LSTM;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.api.Test;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Compares charrnn's LSTM with Deeplearning4j's own where the latter is right, and with a corrected one elsewhere. */
class StockAgreementTest {
    private static final int VOCABULARY = 11;
    private static final int[] HIDDEN = {17, 5, 12};

    /** Largest difference between two arrays; the first one must not be constant. */
    private static double difference(INDArray a, INDArray b) {
        assertThat(a.stdNumber().doubleValue()).isPositive();
        return a.sub(b).amaxNumber().doubleValue();
    }

    private static double relative(INDArray actual, INDArray expected) {
        return actual.sub(expected).norm2Number().doubleValue()
                / expected.norm2Number().doubleValue();
    }

    /** charrnn's tanh has an error of 3e-7 per gate; the largest difference seen between probabilities was 5e-8. */
    @Test
    void forwardPassesAgree() {
        double tolerance = 1e-6;
        MultiLayerNetwork stock = Nets.stock(VOCABULARY, 1, HIDDEN);
        MultiLayerNetwork fast = Nets.fast(VOCABULARY, 1, HIDDEN);
        for (Segment segment : Segment.randoms(3, VOCABULARY, 20, 3)) {
            assertThat(difference(stock.output(segment.features()), fast.output(segment.features())))
                    .isLessThan(tolerance);
            // From the state that the segments before left.
            assertThat(difference(stock.rnnTimeStep(segment.features()), fast.rnnTimeStep(segment.features())))
                    .isLessThan(tolerance);
        }
    }

    /** Features in another memory order than Deeplearning4j's are copied and read correctly. */
    @Test
    void anyOrderOfTheFeaturesIsRead() {
        MultiLayerNetwork fast = Nets.fast(VOCABULARY, 1, HIDDEN);
        INDArray features = Segment.random(3, VOCABULARY, 6, 1).features();
        INDArray expected = fast.output(features).dup();
        assertThat(difference(expected, fast.output(features.dup('c')))).isZero();
        INDArray permuted = features.permute(2, 1, 0).dup('f').permute(2, 1, 0);
        assertThat(difference(expected, fast.output(permuted))).isZero();
    }

    /**
     * Without a carried state Deeplearning4j's gradient is right, so both networks must learn the same. They differ by
     * float32 rounding, which each update passes on to the next. The largest difference seen was 3e-7.
     */
    @Test
    void twoHundredUpdatesWithoutCarriedStateAgree() {
        MultiLayerNetwork stock = Nets.stock(VOCABULARY, 1, 17, 12);
        MultiLayerNetwork fast = Nets.fast(VOCABULARY, 1, 17, 12);
        INDArray start = fast.params().dup();
        Segment[] segments = Segment.randoms(4, VOCABULARY, 5, 200);
        double[] expected = Nets.train(stock, segments);
        double[] losses = Nets.train(fast, segments);
        for (int i = 0; i < expected.length; i++) {
            assertThat(losses[i]).as("loss %d", i).isCloseTo(expected[i], withinPercentage(0.001));
        }
        assertThat(relative(fast.params(), stock.params())).isLessThan(1e-5);
        assertThat(relative(start, stock.params())).as("they did learn").isGreaterThan(0.1);
    }

    /** Deeplearning4j's own LSTM, corrected: it differentiates from the carried state. */
    private static final class CorrectedLstm extends LSTM {
        private static final long serialVersionUID = 1L;

        CorrectedLstm(NeuralNetConfiguration configuration, DataType type) {
            super(configuration, type);
        }

        @Override
        public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
            return tbpttBackpropGradient(epsilon, Integer.MAX_VALUE, workspaces);
        }
    }

    private static MultiLayerNetwork corrected() {
        MultiLayerNetwork net = Nets.carryingStock(VOCABULARY, 1, HIDDEN);
        for (int i = 0; i < HIDDEN.length; i++) {
            Layer stock = net.getLayer(i);
            LSTM layer = new CorrectedLstm(stock.conf(), DataType.FLOAT);
            layer.setIndex(i);
            layer.setParamsViewArray(stock.params());
            layer.setParamTable(stock.conf().getLayer().initializer().init(stock.conf(), stock.params(), false));
            net.getLayers()[i] = layer;
        }
        return net;
    }

    @Test
    void fortyUpdatesWithCarriedStateAgreeWithACorrectedStockLstm() {
        MultiLayerNetwork expected = corrected();
        MultiLayerNetwork fast = Nets.carryingFast(VOCABULARY, 1, HIDDEN);
        MultiLayerNetwork stock = Nets.carryingStock(VOCABULARY, 1, HIDDEN);
        Segment[] segments = Segment.randoms(4, VOCABULARY, 5, 40);
        double[] losses = Nets.train(expected, segments);
        double[] actual = Nets.train(fast, segments);
        for (int i = 0; i < losses.length; i++) {
            assertThat(actual[i]).as("loss %d", i).isCloseTo(losses[i], withinPercentage(0.001));
        }
        Nets.train(stock, segments);
        assertThat(relative(fast.params(), expected.params())).isLessThan(1e-5);
        assertThat(relative(stock.params(), expected.params()))
                .as("not corrected")
                .isGreaterThan(0.01);
    }
}
