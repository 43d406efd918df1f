package charrnn.lstm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import charrnn.lstm.Nets.Segment;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** Tests evaluation between the passes of training, and segments of different shapes. */
class FastLstmTest {
    private static final int VOCABULARY = 9;

    private static MultiLayerNetwork network() {
        return Nets.carryingFast(VOCABULARY, 0.8, 10, 8);
    }

    private static float[] parameters(MultiLayerNetwork net) {
        return net.params().dup().data().asFloat();
    }

    @ParameterizedTest
    @MethodSource("charrnn.lstm.Nets#modes")
    void sameSeedSameParametersToTheLastBit(boolean coupled, DataType factorType) {
        float[][] results = new float[2][];
        for (int run = 0; run < 2; run++) {
            MultiLayerNetwork net = Nets.install(Nets.carryingStock(7, VOCABULARY, 0.8, 20, 13), coupled, factorType);
            Nd4j.getRandom().setSeed(5);
            Segment[] segments = Segment.randoms(24, VOCABULARY, 8, 20);
            Partition.runWithNativeThreads(Nets.SHARES, () -> Nets.train(net, segments));
            results[run] = parameters(net);
        }
        assertThat(results[1]).isEqualTo(results[0]);
    }

    /** The carried state, the masks and the buffers of training stay as they are. */
    @Test
    void evaluationDoesNotChangeTraining() {
        MultiLayerNetwork undisturbed = network();
        MultiLayerNetwork disturbed = network();
        Segment[] segments = Segment.randoms(3, VOCABULARY, 8, 20);
        Segment other = Segment.random(2, VOCABULARY, 5, 1);
        Nd4j.getRandom().setSeed(5);
        Nets.train(undisturbed, segments);
        Nd4j.getRandom().setSeed(5);
        for (Segment segment : segments) {
            disturbed.output(other.features());
            disturbed.rnnTimeStep(segment.features());
            disturbed.score(new DataSet(segment.features(), segment.labels()));
            Nets.train(disturbed, segment);
            disturbed.output(segment.features());
        }
        assertThat(parameters(disturbed)).isEqualTo(parameters(undisturbed));
    }

    /** Evaluation equals that of a new network without dropout. */
    @Test
    void trainingDoesNotChangeEvaluationWhichDropsNothing() {
        MultiLayerNetwork trained = network();
        INDArray features = Segment.random(2, VOCABULARY, 5, 1).features();
        for (Segment segment : Segment.randoms(3, VOCABULARY, 8, 3)) {
            trained.output(features);
            Nets.train(trained, segment);
            MultiLayerNetwork fresh = Nets.fast(VOCABULARY, 1, 10, 8);
            fresh.setParams(trained.params());
            assertThat(trained.output(features).distance2(fresh.output(features)))
                    .isZero();
        }
    }

    /** The last batch is often smaller; the buffers of the previous shape must not affect it. */
    @Test
    void shapesMayChangeFromSegmentToSegment() {
        MultiLayerNetwork net = Nets.fast(VOCABULARY, 1, 10, 8);
        int[][] shapes = {{3, 8}, {1, 8}, {3, 2}, {1, 1}, {3, 8}};
        for (int[] shape : shapes) {
            Segment segment = Segment.random(shape[0], VOCABULARY, shape[1], 4);
            MultiLayerNetwork fresh = Nets.fast(VOCABULARY, 1, 10, 8);
            net.rnnClearPreviousState();
            assertThat(Nets.gradientAndScore(net, segment)).isEqualTo(Nets.gradientAndScore(fresh, segment));
            assertThat(net.gradient().gradient().distance2(fresh.gradient().gradient()))
                    .isZero();
        }
    }

    /** A listener may evaluate between forward and backward pass; the gradient must not be silently wrong then. */
    @Test
    void backwardPassWithoutItsForwardPassIsRefused() {
        MultiLayerNetwork net = network();
        Segment segment = Segment.random(2, VOCABULARY, 5, 1);
        Nets.gradientAndScore(net, segment);
        net.output(segment.features());
        Layer layer = net.getLayer(1);
        layer.setInput(Nd4j.ones(DataType.FLOAT, 2, 10, 5), LayerWorkspaceMgr.noWorkspaces());
        INDArray epsilon = Nd4j.ones(DataType.FLOAT, 2, 8, 5);
        assertThatThrownBy(() -> layer.backpropGradient(epsilon, LayerWorkspaceMgr.noWorkspaces()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("a backward pass must follow its forward pass of training");
    }
}
