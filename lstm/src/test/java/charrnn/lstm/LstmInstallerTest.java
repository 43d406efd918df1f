package charrnn.lstm;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.lstm.Nets.Segment;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The installation into networks that read symbols; {@link InstallationTest} tests that into any network. */
class LstmInstallerTest {
    /** Outputs lie between 0 and 1; tanh has an error of 3e-7. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void trainedCheckpointIsPlainDeeplearning4j(boolean coupled, @TempDir Path folder) throws IOException {
        MultiLayerNetwork network = Nets.install(Nets.stock(7, 1, 20, 13), coupled, DataType.FLOAT);
        Nets.train(network, Segment.randoms(5, 7, 8, 50));
        File file = folder.resolve("net.zip").toFile();
        network.save(file);
        MultiLayerNetwork restored = MultiLayerNetwork.load(file, true);
        assertThat(LstmInstaller.isInstalled(restored)).isFalse();
        assertThat(LstmInstaller.isCoupled(restored)).isEqualTo(coupled);
        INDArray features = Segment.random(3, 7, 9, 9).features();
        INDArray expected = restored.output(features);
        assertThat(network.output(features).sub(expected).amaxNumber().doubleValue())
                .isLessThan(1e-5);
        LstmInstaller.install(restored, coupled, DataType.FLOAT);
        assertThat(LstmInstaller.isInstalled(restored)).isTrue();
        assertThat(LstmInstaller.computesCoupledGates(restored)).isEqualTo(coupled);
        assertThat(restored.output(features).distance2(network.output(features)))
                .isZero();
    }

    @Test
    void oneChangedBitUncouplesTheGates() {
        for (String name : new String[] {"0_W", "0_RW", "1_b"}) {
            MultiLayerNetwork network = Nets.install(Nets.stock(7, 1, 20, 13), true, DataType.FLOAT);
            assertThat(LstmInstaller.isCoupled(network)).isTrue();
            INDArray parameter = network.getParam(name);
            long last = parameter.length() - 1;
            parameter.putScalar(last, Math.nextUp(parameter.getFloat(last)));
            assertThat(LstmInstaller.isCoupled(network)).as(name).isFalse();
        }
    }
}
