package charrnn.lstm;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.lstm.Nets.Segment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.layers.recurrent.LSTM;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Compares charrnn's LSTM with {@link TextbookNetwork}, whose gradients {@link TextbookNetworkTest} proves: the loss, the
 * carried state and every gradient, in the first segment and in the second, which starts from the state of the first.
 */
class TextbookAgreementTest {
    /**
     * Relative to an array's norm. charrnn's tanh has an error of up to 3e-7 in each gate and cell, and rounding adds 6e-8
     * per term; both pass through ten time steps and three layers, one of which may have a single unit. The largest error
     * seen was 3.3e-6.
     */
    private static final double TOLERANCE = 1e-5;

    private static final int BATCH = 24;
    private static final int VOCABULARY = 5;
    private static final int[] HIDDEN = {6, 4, 3};

    private static List<Arguments> shapes() {
        List<Arguments> shapes = new ArrayList<>();
        for (boolean coupled : new boolean[] {false, true}) {
            for (int[] hidden : new int[][] {{1}, {7}, {33}, {7, 33}, {33, 1, 7}}) {
                // The gradient of a single unit, a sum over 24 streams, may be near zero.
                int streams = IntStream.of(hidden).min().orElseThrow() == 1 ? 3 : 24;
                for (int vocabulary : new int[] {1, 2, 5, 300}) {
                    for (int[] batchAndTime : new int[][] {{1, 1}, {1, 5}, {streams, 5}}) {
                        shapes.add(Arguments.of(coupled, hidden, vocabulary, batchAndTime[0], batchAndTime[1]));
                    }
                }
            }
        }
        return shapes;
    }

    private static MultiLayerNetwork network(boolean coupled, int vocabulary, double retain, int... hidden) {
        return Nets.install(Nets.stock(vocabulary, retain, hidden), coupled, DataType.FLOAT);
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void lossStateAndGradientsAgreeInBothSegments(boolean coupled, int[] hidden, int vocabulary, int batch, int time) {
        MultiLayerNetwork network = network(coupled, vocabulary, 1, hidden);
        TextbookNetwork textbook = new TextbookNetwork(network, batch, coupled);
        for (int n = 0; n < 2; n++) {
            assertAgreement(network, textbook, Segment.random(batch, vocabulary, time, n));
        }
    }

    /** The reason for this package: if this test fails, Deeplearning4j's gradient is right. */
    @Test
    void stockDeeplearning4jFailsTheSameCheckInTheSecondSegment() {
        MultiLayerNetwork network = Nets.stock(VOCABULARY, 1, HIDDEN);
        TextbookNetwork textbook = new TextbookNetwork(network, BATCH, false);
        Segment first = Segment.random(BATCH, VOCABULARY, 4, 1);
        assertThat(worstError(network, textbook, first)).isLessThan(TOLERANCE);
        Segment second = Segment.random(BATCH, VOCABULARY, 4, 2);
        assertThat(worstError(network, textbook, second)).isGreaterThan(0.05);
    }

    /** The textbook network uses the masks of charrnn's dropout, drawn again with the same seed. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void lossAndGradientsAgreeUnderDropout(boolean coupled) {
        MultiLayerNetwork network = network(coupled, VOCABULARY, 0.6, HIDDEN);
        TextbookNetwork textbook = new TextbookNetwork(network, BATCH, coupled);
        for (int n = 0; n < 2; n++) {
            int seed = n + 7;
            Nd4j.getRandom().setSeed(seed);
            List<INDArray> masks = new ArrayList<>();
            for (int units : HIDDEN) {
                masks.add(new InvertedDropout()
                        .forward(
                                new Dropout(0.6),
                                Nd4j.ones(DataType.FLOAT, BATCH, units, 5),
                                LayerWorkspaceMgr.noWorkspaces()));
            }
            textbook.setDropout(masks);
            Nd4j.getRandom().setSeed(seed);
            assertAgreement(network, textbook, Segment.random(BATCH, VOCABULARY, 5, n));
        }
    }

    /** Several threads share a batch of 24. */
    private static void assertAgreement(MultiLayerNetwork network, TextbookNetwork textbook, Segment segment) {
        double worst = Partition.withNativeThreads(Nets.SHARES, () -> worstError(network, textbook, segment));
        assertThat(worst).isLessThan(TOLERANCE);
    }

    /** The largest relative error of the loss, the state and the gradients. */
    private static double worstError(MultiLayerNetwork network, TextbookNetwork textbook, Segment segment) {
        double loss = textbook.segment(segment);
        double worst = Errors.relative(Nets.gradientAndScore(network, segment), loss);
        for (Map.Entry<String, INDArray> gradient : textbook.gradients.entrySet()) {
            INDArray actual = network.gradient().getGradientFor(gradient.getKey());
            worst = Math.max(worst, Errors.relative(actual, gradient.getValue()));
        }
        for (int l = 0; l < network.getnLayers() - 1; l++) {
            Map<String, INDArray> state = Nets.state(network, l);
            worst = Math.max(worst, Errors.relative(state.get(LSTM.STATE_KEY_PREV_ACTIVATION), textbook.hidden[l]));
            worst = Math.max(worst, Errors.relative(state.get(LSTM.STATE_KEY_PREV_MEMCELL), textbook.cells[l]));
        }
        return worst;
    }
}
