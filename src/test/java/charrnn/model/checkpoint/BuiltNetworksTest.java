package charrnn.model.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.config.Config;
import charrnn.config.ConfigLoader;
import charrnn.config.TrainingConfig.Precision;
import charrnn.model.Networks;
import charrnn.model.StreamingNetwork;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every network that a configuration describes can be saved and resumed. */
class BuiltNetworksTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{model: {layers: 1, hidden: 3}, training: {optimizer: adam}}",
                "{model: {hidden: [3, 4], dropout: 0.3, engine: stock}, training: {optimizer: adam}}",
                "{model: {layers: 8, hidden: [2, 3, 4, 3, 2, 3, 4, 5], dropout: 0.9}, training: {optimizer: rmsprop}}",
                "{model: {hidden: [4, 3], dropout: 0.5, forgetBias: -1.5}, training: {optimizer: sgd, seed: -7}}",
            })
    void builtNetworkIsSavedAndResumed(String yaml, @TempDir Path folder) throws Exception {
        Config config = ConfigLoader.parse(yaml, "test", List.of());
        StreamingNetwork network = Networks.create(config.model(), config.training(), 5);
        Samples.train(network, 5);

        Path file = folder.resolve("last.zip");
        Checkpoint written =
                new Checkpoint(network, Samples.vocabulary(5), "", Samples.progress(), network.trainingState());
        CheckpointWriter.write(written, file);
        Checkpoint read = CheckpointReader.read(file, true);

        StreamingNetwork resumed = Networks.resume(read.network(), config.model(), Precision.FLOAT32);
        assertThat(read.state()).usingRecursiveComparison().isEqualTo(written.state());
        assertThat(resumed.params()).isEqualTo(network.params());
        assertThat(resumed.getUpdater().getStateViewArray())
                .isEqualTo(network.getUpdater().getStateViewArray());
    }
}
