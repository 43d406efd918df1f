package charrnn.lstm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.updater.MultiLayerUpdater;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.AdamUpdater;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.RmsPropUpdater;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.RmsProp;

class FastAdamTest {
    private static final int UPDATES = 20;

    /** Each implementation rounds about ten operations for a number, by up to 6e-8; ND4J also rounds the bias corrections. */
    private static final double TOLERANCE = 5e-6;

    private static GradientUpdater<?> updater(MultiLayerNetwork network) {
        List<UpdaterBlock> blocks = ((MultiLayerUpdater) network.getUpdater()).getUpdaterBlocks();
        assertThat(blocks).hasSize(1);
        return blocks.get(0).getGradientUpdater();
    }

    /** A network with parameters for several shares. */
    private static MultiLayerNetwork network(double beta1) {
        MultiLayerNetwork network = Nets.stock(5, 1, 200);
        for (var layer : network.getLayerWiseConfigurations().getConfs()) {
            Adam adam = (Adam) ((BaseLayer) layer.getLayer()).getIUpdater();
            adam.setBeta1(beta1);
            adam.setBeta2(0.99);
        }
        return network;
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.9})
    void updatesAndStateAreThoseOfDeeplearning4j(double beta1) {
        MultiLayerNetwork stock = network(beta1);
        MultiLayerNetwork fast = network(beta1);
        INDArray state = fast.getUpdater().getStateViewArray();
        FastAdam.install(fast);
        assertThat(updater(stock).getClass()).isEqualTo(AdamUpdater.class);
        assertThat(updater(fast)).isInstanceOf(FastAdam.class);
        Random random = new Random(1);
        Nd4j.getRandom().setSeed(1);
        for (int i = 0; i < UPDATES; i++) {
            double scale = Math.exp(random.nextGaussian());
            INDArray gradient = Nd4j.randn(DataType.FLOAT, 1, fast.numParams()).muli(scale);
            INDArray expected = gradient.dup();
            updater(stock).applyUpdater(expected, i, 0);
            int iteration = i;
            Partition.runWithNativeThreads(Nets.SHARES, () -> updater(fast).applyUpdater(gradient, iteration, 0));
            assertClose(gradient, expected);
            assertClose(state, stock.getUpdater().getStateViewArray());
        }
        assertThat(fast.getUpdater().getStateViewArray()).isSameAs(state);
    }

    /** Compares the largest difference with the largest expected number. */
    private static void assertClose(INDArray actual, INDArray expected) {
        assertThat(actual.sub(expected).amaxNumber().doubleValue())
                .isLessThan(TOLERANCE * expected.amaxNumber().doubleValue());
    }

    @Test
    void trainingUsesItAndGivesDeeplearning4jsWeights() {
        MultiLayerNetwork stock = network(0.9);
        MultiLayerNetwork fast = network(0.9);
        FastAdam.install(fast);
        Nets.Segment[] segments = Nets.Segment.randoms(4, 5, 10, 5);
        Nets.train(stock, segments);
        Partition.runWithNativeThreads(Nets.SHARES, () -> Nets.train(fast, segments));
        assertClose(fast.params(), stock.params());
        assertThat(updater(fast)).isInstanceOf(FastAdam.class);
    }

    @Test
    void otherOptimizersAreNotReplaced() {
        MultiLayerNetwork network = Nets.stock(5, 1, 6);
        network.getLayerWiseConfigurations().getConfs().forEach(layer -> ((BaseLayer) layer.getLayer())
                .setIUpdater(new RmsProp(0.01)));
        FastAdam.install(network);
        assertThat(updater(network)).isInstanceOf(RmsPropUpdater.class);
    }
}
