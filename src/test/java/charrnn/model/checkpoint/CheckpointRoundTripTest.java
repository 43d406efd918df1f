package charrnn.model.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.config.Config;
import charrnn.config.ConfigLoader;
import charrnn.config.TrainingConfig.Precision;
import charrnn.model.Networks;
import charrnn.model.StreamingNetwork;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;

class CheckpointRoundTripTest {
    @TempDir
    private Path folder;

    static List<Checkpoint> samples() {
        return Samples.all();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void readCheckpointEqualsTheWrittenOneAndIsWrittenAsTheSameBytes(Checkpoint written) throws Exception {
        Path file = write(written, "last.zip");
        Checkpoint read = CheckpointReader.read(file, true);
        assertThat(write(read, "again.zip")).hasSameBinaryContentAs(file);
        Path last = folder.resolve("last-of-all.zip");
        CheckpointWriter.writeLast(written, last);
        assertThat(last).hasSameBinaryContentAs(file);

        assertThat(read.vocabulary()).isEqualTo(written.vocabulary());
        assertThat(read.configYaml()).isEqualTo(written.configYaml());
        assertThat(read.progress()).isEqualTo(written.progress());
        assertThat(read.state()).usingRecursiveComparison().isEqualTo(written.state());
        assertThat(read.network().getLayerWiseConfigurations())
                .isEqualTo(written.network().getLayerWiseConfigurations());
        assertThat(read.network().params().toFloatVector())
                .isEqualTo(written.network().params().toFloatVector());
        assertThat(updaterState(read.network())).isEqualTo(updaterState(written.network()));

        CheckpointReader.Summary summary = CheckpointReader.summary(file);
        assertThat(summary.design().vocabulary()).isEqualTo(written.vocabulary().size());
        assertThat(summary.design().parameterCount())
                .isEqualTo(written.network().numParams());
        assertThat(summary.design().model().hiddenSizes())
                .hasSize(written.network().getnLayers() - 1);
        assertThat(summary.configYaml()).isEqualTo(written.configYaml());
        assertThat(summary.progress()).isEqualTo(written.progress());
    }

    @Test
    void bytesDoNotDependOnTheTimeZone() throws Exception {
        Path first = write(Samples.full(), "first.zip");
        TimeZone before = TimeZone.getDefault();
        try {
            TimeZone.setDefault(TimeZone.getTimeZone("Asia/Kathmandu"));
            assertThat(write(Samples.full(), "second.zip")).hasSameBinaryContentAs(first);
        } finally {
            TimeZone.setDefault(before);
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void beginsWithTheEntriesOfModelSerializer(Checkpoint written) throws Exception {
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        ModelSerializer.writeModel(written.network(), plain, true);
        Map<String, byte[]> entries = Zips.entries(Zips.of(written));
        entries.keySet().removeIf(name -> name.startsWith(EntryName.CHARRNN_FOLDER));
        assertThat(entries).containsExactlyEntriesOf(Zips.entries(plain.toByteArray()));
    }

    /** The arrays are damaged here, so the summary cannot have unpacked them. */
    @Test
    void theSummaryDoesNotReadTheArrays() throws Exception {
        byte[] zip = Zips.of(Samples.full());
        String text = new String(zip, StandardCharsets.ISO_8859_1);
        for (EntryName name :
                List.of(EntryName.CONFIGURATION, EntryName.COEFFICIENTS, EntryName.UPDATER_STATE, EntryName.STATE)) {
            zip[text.indexOf(name.path) + name.path.length() + 5] ^= 1;
        }
        Path file = Files.write(folder.resolve("damaged.zip"), zip);
        assertThat(CheckpointReader.summary(file).progress()).isEqualTo(Samples.progress());
    }

    @ParameterizedTest
    @MethodSource("samples")
    void exportWithoutUpdaterIsAPlainDeeplearning4jModel(Checkpoint written) throws Exception {
        Path file = folder.resolve("model.zip");
        CheckpointWriter.export(written, file, false);

        INDArray text = Samples.text(written.vocabulary().size());
        INDArray expected = written.network().output(text);
        assertThat(MultiLayerNetwork.load(file.toFile(), false).output(text)).isEqualTo(expected);
        assertThat(ModelSerializer.restoreMultiLayerNetwork(file.toFile()).output(text))
                .isEqualTo(expected);
        assertThat(CheckpointReader.read(file, false).network().output(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void exportLeavesOutOnlyWhatResumingNeeds(Checkpoint written) throws Exception {
        Path whole = folder.resolve("whole.zip");
        Path without = folder.resolve("without.zip");
        CheckpointWriter.export(written, whole, true);
        CheckpointWriter.export(written, without, false);

        Map<String, byte[]> expected = Zips.entries(Zips.of(written));
        assertThat(Zips.entries(Files.readAllBytes(whole))).containsExactlyEntriesOf(expected);
        expected.keySet().removeAll(List.of(EntryName.UPDATER_STATE.path, EntryName.STATE.path));
        assertThat(Zips.entries(Files.readAllBytes(without))).containsExactlyEntriesOf(expected);
        assertThat(Files.size(whole)).isLessThan(Zips.of(written).length);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{model: {layers: 1, hidden: 3}, training: {batchSize: 2, optimizer: adam}}",
                "{model: {hidden: [3, 4], dropout: 0.3, engine: stock}, training: {batchSize: 2, optimizer: adam}}",
                "{model: {layers: 8, hidden: [2, 3, 4, 3, 2, 3, 4, 5], dropout: 0.9}, training: {batchSize: 2, optimizer: rmsprop}}",
                "{model: {hidden: [4, 3], dropout: 0.5, forgetBias: -1.5}, training: {batchSize: 2, optimizer: sgd, seed: -7}}",
            })
    void builtNetworkIsSavedAndResumed(String yaml) throws Exception {
        Config config = ConfigLoader.parse(yaml, "test", List.of());
        StreamingNetwork network = Networks.create(config.model(), config.training(), 5);
        Samples.train(network, 5);

        Checkpoint written =
                new Checkpoint(network, Samples.vocabulary(5), yaml, Samples.progress(), network.trainingState());
        Checkpoint read = CheckpointReader.read(write(written, "last.zip"), true);

        StreamingNetwork resumed = Networks.resume(read.network(), config.model(), Precision.FLOAT32);
        assertThat(read.state()).usingRecursiveComparison().isEqualTo(written.state());
        assertThat(resumed.params()).isEqualTo(network.params());
        assertThat(resumed.getUpdater().getStateViewArray())
                .isEqualTo(network.getUpdater().getStateViewArray());
    }

    private Path write(Checkpoint checkpoint, String name) throws Exception {
        Path file = folder.resolve(name);
        CheckpointWriter.write(checkpoint, file);
        return file;
    }

    /** The optimizer's state; empty for an update rule without one. */
    private static float[] updaterState(MultiLayerNetwork network) {
        INDArray state = network.getUpdater().getStateViewArray();
        return state == null ? new float[0] : state.toFloatVector();
    }
}
