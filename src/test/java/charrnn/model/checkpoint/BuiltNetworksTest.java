package charrnn.model.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.config.ModelConfig;
import charrnn.config.ModelConfig.Gates;
import charrnn.config.TrainingConfig;
import charrnn.config.TrainingConfig.Optimizer;
import charrnn.config.TrainingConfig.Precision;
import charrnn.config.TrainingConfig.ScoreConfig;
import charrnn.model.Networks;
import charrnn.model.StreamingNetwork;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every network that a configuration describes can be saved and resumed. */
class BuiltNetworksTest {
    @ParameterizedTest
    @CsvSource({
        "ADAM, FAST, 0, 3",
        "ADAM, STOCK, 0.3, 3:4",
        "RMSPROP, FAST, 0.9, 2:3:4:3:2:3:4:5",
        "SGD, FAST, 0.5, 4:3",
    })
    void builtNetworkIsSavedAndResumed(
            Optimizer optimizer, ModelConfig.Engine engine, double dropout, String sizes, @TempDir Path folder)
            throws Exception {
        List<Integer> hidden =
                List.of(sizes.split(":")).stream().map(Integer::valueOf).toList();
        ModelConfig model = new ModelConfig(hidden.size(), hidden, dropout, -1.5, Gates.FULL, 0, engine);
        StreamingNetwork network = Networks.create(model, training(optimizer), 5);
        Samples.train(network, 5);

        Path file = folder.resolve("last.zip");
        Checkpoint written =
                new Checkpoint(network, Samples.vocabulary(5), "", Samples.progress(), network.trainingState());
        CheckpointWriter.write(written, file);
        Checkpoint read = CheckpointReader.read(file, true);

        StreamingNetwork resumed = Networks.resume(read.network(), model, Precision.FLOAT32);
        assertThat(read.state()).usingRecursiveComparison().isEqualTo(written.state());
        assertThat(resumed.params()).isEqualTo(network.params());
        assertThat(resumed.getUpdater().getStateViewArray())
                .isEqualTo(network.getUpdater().getStateViewArray());
    }

    private static TrainingConfig training(Optimizer optimizer) {
        return new TrainingConfig(
                2,
                6,
                1,
                0,
                -7,
                TrainingConfig.Precision.FLOAT32,
                optimizer,
                0,
                0.9,
                0.01,
                TrainingConfig.Schedule.CONSTANT,
                0,
                1,
                1,
                0,
                1,
                1,
                1,
                0,
                0,
                0,
                0,
                false,
                1,
                0,
                0,
                0,
                new ScoreConfig(0, 1));
    }
}
