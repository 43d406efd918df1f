package charrnn.lstm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import charrnn.lstm.Nets.Segment;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
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
        return new LSTM.Builder().nIn(5).nOut(4).activation(Activation.TANH).helperAllowFallback(false);
    }

    @Test
    void isInstalledAfterInstall() {
        MultiLayerNetwork net = Nets.stock(5, 1, 4, 3);
        assertThat(LstmInstaller.isInstalled(net)).isFalse();
        LstmInstaller.install(net, DataType.FLOAT);
        assertThat(LstmInstaller.isInstalled(net)).isTrue();
    }

    @Test
    void newOutputLayerSharesTheParametersOfTheOldOne() {
        MultiLayerNetwork net = Nets.stock(5, 1, 4, 3);
        INDArray parameters = net.params().dup();
        LstmInstaller.install(net, DataType.FLOAT);
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
                .isThrownBy(() -> LstmInstaller.install(softsign, DataType.FLOAT))
                .withMessageContaining("tanh")
                .withMessageContaining("softsign");
        MultiLayerNetwork hard =
                network(layer().gateActivationFunction(Activation.HARDSIGMOID).build());
        assertThatIllegalStateException()
                .isThrownBy(() -> LstmInstaller.install(hard, DataType.FLOAT))
                .withMessageContaining("hardsigmoid");
        assertThat(LstmInstaller.isInstalled(hard)).isFalse();
    }
}
