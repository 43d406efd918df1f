package charrnn.train;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.config.Config;
import charrnn.config.ConfigLoader;
import charrnn.corpus.EncodedTexts;
import charrnn.corpus.Vocabulary;
import charrnn.lstm.LstmInstaller;
import charrnn.model.Networks;
import charrnn.model.StreamingNetwork;
import charrnn.model.checkpoint.Checkpoint;
import charrnn.model.checkpoint.CheckpointReader;
import charrnn.model.checkpoint.CheckpointWriter;
import charrnn.model.checkpoint.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.dataset.DataSet;

/**
 * Training with {@code model.gates: coupled}: the weights of the input gates remain exactly the negated ones of the forget
 * gates, through update rule, weight decay, clipping, dropout and resume.
 */
class CoupledTrainingTest {
    private static final int UPDATES = 1000;

    /** The update after which the checkpoint is written. */
    private static final int SAVED = 800;

    private static final int STREAMS = 3;
    private static final int TIME = 4;

    private static final Vocabulary VOCABULARY = EncodedTexts.vocabulary(6);

    /** Different texts, so that all gradients are different. */
    private static final List<DataSet> SEGMENTS = segments(10);

    private static List<DataSet> segments(int count) {
        SplittableRandom random = new SplittableRandom(1);
        List<DataSet> segments = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            segments.add(TinySession.segment(random, STREAMS, VOCABULARY.size(), TIME));
        }
        return segments;
    }

    /** Sizes that fill no vector instruction: a native loop computes its last elements by other code. */
    private static Config config(String training) {
        return ConfigLoader.parse(
                "{model: {gates: coupled, hidden: [5, 7], dropout: 0.1}, training: {batchSize: " + STREAMS
                        + ", sequenceLength: " + TIME + ", learningRate: 0.01, "
                        + training + "}}",
                "test",
                List.of());
    }

    private static void train(Config config, StreamingNetwork network, int from, int to) {
        Updates updates = new Updates(config.model(), config.training(), network);
        for (int i = from; i < to; i++) {
            DataSet segment = SEGMENTS.get(i % SEGMENTS.size());
            updates.make(segment, config.training().learningRate(), i);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "optimizer: adam, precision: auto, weightDecay: 0.01, gradientNorm: 0.2",
                "optimizer: rmsprop, weightDecay: 0.1, gradientNorm: 0.2",
                "optimizer: sgd, weightDecay: 0.01, gradientNorm: 0.1",
            })
    void gatesStayCoupledAndResumeIsExact(String training, @TempDir Path folder) throws IOException {
        Config config = config(training);
        StreamingNetwork network = Networks.create(config.model(), config.training(), VOCABULARY.size());
        train(config, network, 0, SAVED);
        Path file = folder.resolve("last.zip");
        CheckpointWriter.write(
                new Checkpoint(network, VOCABULARY, "", Progress.none(1, TinySession.ORIGIN), network.trainingState()),
                file);
        float[] saved = network.params().dup().data().asFloat();
        train(config, network, SAVED, UPDATES);

        Checkpoint last = CheckpointReader.read(file, true);
        StreamingNetwork resumed = Networks.resume(
                last.network(), config.model(), config.training().precision());
        resumed.restoreTrainingState(last.state());
        train(config, resumed, SAVED, UPDATES);

        float[] after = network.params().dup().data().asFloat();
        assertThat(resumed.params().dup().data().asFloat()).isEqualTo(after);
        assertThat(LstmInstaller.isCoupled(network)).isTrue();
        assertThat(after).isNotEqualTo(saved);
    }
}
