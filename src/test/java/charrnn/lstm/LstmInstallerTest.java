package charrnn.lstm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import charrnn.lstm.Nets.Segment;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.lossfunctions.LossFunctions;

class LstmInstallerTest {
    private static MultiLayerNetwork network(LSTM layer) {
        return network(DataType.FLOAT, layer);
    }

    private static MultiLayerNetwork network(DataType type, LSTM layer) {
        MultiLayerNetwork net = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .dataType(type)
                .list()
                .layer(layer)
                .layer(new RnnOutputLayer.Builder(LossFunctions.LossFunction.MCXENT)
                        .activation(Activation.SOFTMAX)
                        .nIn(4)
                        .nOut(5)
                        .build())
                .build());
        net.init();
        return net;
    }

    private static LSTM.Builder layer() {
        return new LSTM.Builder()
                .name("lower")
                .nIn(5)
                .nOut(4)
                .activation(Activation.TANH)
                .helperAllowFallback(false);
    }

    @Test
    void isInstalledAfterInstall() {
        MultiLayerNetwork net = Nets.stock(5, 1, 4, 3);
        assertThat(LstmInstaller.isInstalled(net)).isFalse();
        LstmInstaller.install(net);
        assertThat(LstmInstaller.isInstalled(net)).isTrue();
    }

    /** The two sides of an installation: each LSTM layer and the output layer. */
    @Test
    void isNotInstalledWithAStockOutputLayer() {
        MultiLayerNetwork net = Nets.fast(5, 1, 4, 3);
        net.getLayers()[2] = Nets.stock(5, 1, 4, 3).getLayer(2);
        assertThat(LstmInstaller.isInstalled(net)).isFalse();
    }

    @Test
    void newOutputLayerSharesTheParametersOfTheOldOne() {
        MultiLayerNetwork net = Nets.stock(5, 1, 4, 3);
        INDArray parameters = net.params().dup();
        LstmInstaller.install(net);
        assertThat(net.params()).isEqualTo(parameters);
        Nets.train(net, Segment.random(2, 5, 6, 1));
        assertThat(net.getOutputLayer().params())
                .isEqualTo(net.params().get(NDArrayIndex.interval(net.numParams() - 20, net.numParams())));
        assertThat(net.params()).isNotEqualTo(parameters);
    }

    @Test
    void checkpointIsPlainDeeplearning4j(@TempDir Path folder) throws IOException {
        MultiLayerNetwork net = Nets.fast(5, 1, 4, 3);
        Nets.train(net, Segment.randoms(2, 5, 6, 3));
        File file = folder.resolve("net.zip").toFile();
        net.save(file);
        MultiLayerNetwork restored = MultiLayerNetwork.load(file, true);
        assertThat(LstmInstaller.isInstalled(restored)).isFalse();
        INDArray features = Segment.random(2, 5, 6, 9).features();
        assertThat(restored.output(features).distance2(net.output(features))).isLessThan(1e-5);
        LstmInstaller.install(restored, Nets.SHARES, DataType.FLOAT);
        assertThat(restored.output(features).distance2(net.output(features))).isZero();
    }

    /** With the state that it carries, and only once. */
    @Test
    void installKeepsTheStateAndReplacesOnce() {
        Segment[] segments = Segment.randoms(2, 5, 6, 2);
        MultiLayerNetwork stock = Nets.stock(5, 1, 4, 3);
        stock.rnnTimeStep(segments[0].features());
        INDArray expected = stock.rnnTimeStep(segments[1].features());
        MultiLayerNetwork net = Nets.stock(5, 1, 4, 3);
        net.rnnTimeStep(segments[0].features());
        LstmInstaller.install(net);
        Layer installed = net.getLayer(0);
        LstmInstaller.install(net);
        assertThat(net.getLayer(0)).isSameAs(installed);
        assertThat(net.rnnTimeStep(segments[1].features()).distance2(expected)).isLessThan(1e-6);
    }

    /** Deeplearning4j's own layers stay in it. */
    @Test
    void networkInDoubleIsRefused() {
        MultiLayerNetwork net = network(DataType.DOUBLE, layer().build());
        for (DataType factorType : new DataType[] {DataType.FLOAT, DataType.DOUBLE, DataType.BFLOAT16}) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> LstmInstaller.install(net, factorType))
                    .withMessageContaining("DOUBLE")
                    .withMessageContaining(factorType.toString());
        }
        assertThat(LstmInstaller.isInstalled(net)).isFalse();
        assertThat(net.getLayer(0)).isExactlyInstanceOf(org.deeplearning4j.nn.layers.recurrent.LSTM.class);
    }

    @Test
    void otherActivationsAreRefused() {
        MultiLayerNetwork softsign =
                network(layer().activation(Activation.SOFTSIGN).build());
        assertThatIllegalStateException()
                .isThrownBy(() -> LstmInstaller.install(softsign))
                .withMessageContaining("tanh")
                .withMessageContaining("softsign");
        MultiLayerNetwork hard =
                network(layer().gateActivationFunction(Activation.HARDSIGMOID).build());
        assertThatIllegalStateException()
                .isThrownBy(() -> LstmInstaller.install(hard))
                .withMessageContaining("lower")
                .withMessageContaining("hardsigmoid");
        assertThat(LstmInstaller.isInstalled(hard)).isFalse();
    }
}
