package charrnn.lstm;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.lstm.Nets.Segment;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

class LstmInstallerTest {
    @Test
    void isInstalledAfterInstall() {
        MultiLayerNetwork net = Nets.stock(5, 1, 4, 3);
        assertThat(LstmInstaller.isInstalled(net)).isFalse();
        LstmInstaller.install(net, false, DataType.FLOAT);
        assertThat(LstmInstaller.isInstalled(net)).isTrue();
    }

    @Test
    void newOutputLayerSharesTheParametersOfTheOldOne() {
        MultiLayerNetwork net = Nets.stock(5, 1, 4, 3);
        INDArray parameters = net.params().dup();
        LstmInstaller.install(net, false, DataType.FLOAT);
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
        LstmInstaller.install(restored, false, Nets.SHARES, DataType.FLOAT);
        assertThat(restored.output(features).distance2(net.output(features))).isZero();
    }
}
