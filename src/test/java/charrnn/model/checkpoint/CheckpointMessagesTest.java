package charrnn.model.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import charrnn.config.UserError;
import charrnn.corpus.Vocabulary;
import charrnn.model.RecurrentState;
import charrnn.model.RecurrentState.LayerState;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** The message for each kind of file that is not a checkpoint of charrnn. */
class CheckpointMessagesTest {
    private static final byte[] ZIP = Zips.of(Samples.full());
    private static final String TANH = ActivationTanH.class.getName();
    private static final String SIGMOID = ActivationSigmoid.class.getName();

    private final Path folder;
    private final Path file;

    CheckpointMessagesTest(@TempDir Path folder) {
        this.folder = folder;
        file = folder.resolve("last.zip");
    }

    @Test
    void missing() {
        assertMessage("There is no checkpoint " + file);
    }

    @Test
    void folder() {
        assertThatThrownBy(() -> CheckpointReader.read(folder, false))
                .isInstanceOf(UserError.class)
                .hasMessage(folder + " is not a charrnn checkpoint: it is a folder");
    }

    @Test
    void empty() throws Exception {
        Files.write(file, new byte[0]);
        assertRefused("it is empty");
    }

    @Test
    void fileThatIsNoZip() throws Exception {
        Files.writeString(file, "int main(void) { return 0; }\n");
        assertRefused("it is not a zip file");
    }

    @Test
    void truncated() throws Exception {
        Files.write(file, Arrays.copyOf(ZIP, ZIP.length - 100));
        assertRefused("it ends early (truncated), or has bytes after its end");
    }

    @Test
    void bytesAfterTheEnd() throws Exception {
        Files.write(file, Arrays.copyOf(ZIP, ZIP.length + 1));
        assertRefused("it ends early (truncated), or has bytes after its end");
    }

    @Test
    void bytesBeforeTheBeginning() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(Arrays.copyOf(ZIP, 4));
        out.writeBytes(ZIP);
        Files.write(file, out.toByteArray());
        assertRefused("its zip is damaged");
    }

    /** Without the recurrent state, a run would be resumed, but not exactly. */
    @Test
    void optionalEntryHiddenByDamage() throws Exception {
        byte[] zip = ZIP.clone();
        int name = new String(zip, StandardCharsets.ISO_8859_1).indexOf(Part.STATE.entry);
        zip[name - 30] ^= 1; // in the signature of its header
        Files.write(file, zip);
        assertRefused("its zip lacks an entry that it declares");
    }

    @Test
    void foreignZip() throws Exception {
        Files.write(file, Zips.zip(Map.of("README.md", new byte[10])));
        assertRefused("it has the entry 'README.md', which no charrnn checkpoint has");
    }

    @Test
    void plainDeeplearning4jModel() throws Exception {
        ModelSerializer.writeModel(Samples.full().network(), file.toFile(), true);
        assertMessage(file + " is a Deeplearning4j model without a vocabulary; charrnn reads the checkpoints that it"
                + " wrote itself");
    }

    @Test
    void newerFormat() throws Exception {
        write(Part.PROGRESS, "{\"formatVersion\": 3, \"brandNew\": {}}");
        assertMessage(file + " was made by a newer charrnn (format 3), this one reads format 2");
    }

    @Test
    void missingFormatVersion() throws Exception {
        write(Part.PROGRESS, "{\"formatVersion\": \"1\"}");
        assertRefused("its charrnn/progress.json has no valid formatVersion");
    }

    @Test
    void wrongField() throws Exception {
        write(Part.PROGRESS, text(Part.PROGRESS).replace("\"bestStep\" : 1000", "\"bestStep\" : \"many\""));
        assertRefused("its charrnn/progress.json is wrong at 'scores.bestStep'");
        write(Part.PROGRESS, text(Part.PROGRESS).replace("\"step\"", "\"stride\" : 1, \"step\""));
        assertRefused("its charrnn/progress.json is wrong at 'stride'");
    }

    @Test
    void foreignClass() throws Exception {
        write(Part.CONFIGURATION, text(Part.CONFIGURATION).replace(TANH, "x.y.Z"));
        assertMessage(file + " names the class x.y.Z, which no charrnn network uses");
    }

    @Test
    void classInTheWrongPlace() throws Exception {
        write(Part.CONFIGURATION, text(Part.CONFIGURATION).replace(TANH, SIGMOID));
        assertMessage(file + " names the class " + SIGMOID + ", which no charrnn network uses");
    }

    @Test
    void otherValueInTheConfiguration() throws Exception {
        write(Part.CONFIGURATION, text(Part.CONFIGURATION).replaceFirst("\"biasInit\" : 0.0", "\"biasInit\" : 0.5"));
        assertRefused(
                "its configuration.json differs from what charrnn writes at configuration.confs[0].layer.biasInit");
        write(Part.CONFIGURATION, text(Part.CONFIGURATION).replaceFirst("\"nout\" : 5", "\"nout\" : 9000"));
        assertRefused("its configuration.json differs from what charrnn writes at configuration.confs[0].layer.nout");
    }

    @Test
    void inputsThatDoNotFitTheVocabulary() throws Exception {
        write(Part.CONFIGURATION, text(Part.CONFIGURATION).replaceFirst("\"nin\" : 8", "\"nin\" : 26"));
        assertRefused(
                "its network has 26 inputs, which do not fit its 8 symbols (8 for model.match 0, 28 for model.match"
                        + " 1, 48 for model.match 2)");
    }

    @Test
    void terminalSequencesDoNotReachTheTerminal() throws Exception {
        write(Part.CONFIGURATION, text(Part.CONFIGURATION).replace(TANH, "\\u001b[2Jx.y\\nZ"));
        assertMessage(file + " names the class \\u001B[2Jx.y\\u000AZ, which no charrnn network uses");
        Files.write(file, Zips.with(ZIP, "\u001b[2J", new byte[0]));
        assertRefused("it has the entry '\\u001B[2J', which no charrnn checkpoint has");
        write(Part.CONFIG, "name: \u001b[2J");
        assertRefused("its charrnn/config.yaml has control characters");
    }

    @Test
    void extraEntry() throws Exception {
        Files.write(file, Zips.with(ZIP, "preprocessor.bin", new byte[0]));
        assertRefused("it has the entry 'preprocessor.bin', which no charrnn checkpoint has");
    }

    @Test
    void missingEntry() throws Exception {
        Files.write(file, Zips.without(ZIP, Part.VOCABULARY.entry));
        assertRefused("it lacks the entry charrnn/vocabulary.json");
    }

    @Test
    void entryTwice() throws Exception {
        byte[] other = Zips.without(Zips.with(ZIP, "charrnn/state.ban", new byte[3]), "charrnn/config.yaml");
        String twice = new String(other, StandardCharsets.ISO_8859_1).replace("state.ban", "state.bin");
        Files.write(file, twice.getBytes(StandardCharsets.ISO_8859_1));
        assertRefused("it has the entry charrnn/state.bin twice");
    }

    @Test
    void damaged() throws Exception {
        byte[] zip = ZIP.clone();
        zip[new String(zip, StandardCharsets.ISO_8859_1).indexOf(Part.COEFFICIENTS.entry) + 500] ^= 1;
        Files.write(file, zip);
        assertRefused("its entry coefficients.bin is damaged");
    }

    @Test
    void anotherVocabulary() throws Exception {
        write(Part.VOCABULARY, "{\"symbols\": [\"\\ufffd\", \"a\"]}");
        assertRefused("its vocabulary has 2 symbols, its network 8");
    }

    @Test
    void vocabularyInAnotherOrder() throws Exception {
        write(Part.VOCABULARY, "{\"symbols\": [\"\\ufffd\", \"b\", \"a\"]}");
        assertRefused("its charrnn/vocabulary.json is wrong at symbol 2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0000", "001B", "007F", "0080", "0085", "009B", "009F"})
    void controlCharacterInTheVocabulary(String symbol) throws Exception {
        write(Part.VOCABULARY, "{\"symbols\": [\"\\ufffd\", \"\\u" + symbol + "\"]}");
        assertRefused("its charrnn/vocabulary.json is wrong at symbol 1, the control character U+" + symbol);
    }

    @Test
    void vocabularyWithAControlCharacterIsNotWritten() {
        Checkpoint full = Samples.full();
        List<Integer> characters = new ArrayList<>(full.vocabulary().characters());
        characters.set(3, 0x9b);
        Checkpoint hostile = new Checkpoint(
                full.network(), new Vocabulary(characters), full.configYaml(), full.progress(), full.state());
        assertThatThrownBy(() -> CheckpointWriter.write(hostile, file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the control character U+009B");
        assertThat(file).doesNotExist();
    }

    @Test
    void progressThatIsNotANumberIsNotWritten() {
        Checkpoint full = Samples.full();
        Progress progress = full.progress().with(new Progress.SinceReport(1, Double.NaN));
        Checkpoint wrong = new Checkpoint(full.network(), full.vocabulary(), full.configYaml(), progress, full.state());
        assertThatThrownBy(() -> CheckpointWriter.write(wrong, file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("wrong at 'sinceReport.bits'");
        assertThat(file).doesNotExist();
    }

    @Test
    void negativeMeanOfSquares() throws Exception {
        for (Checkpoint written : Samples.all().subList(0, 2)) {
            INDArray state = written.network().getUpdater().getStateViewArray();
            state.putScalar(state.length() - written.network().numParams(), -1e-3);
            Files.write(file, Zips.of(written));
            assertRefused(
                    "its updaterState.bin has -0.001 for the mean of a gradient's squares, which cannot be negative");
        }
    }

    @Test
    void meanOfSquaresThatIsTooLarge() throws Exception {
        for (Checkpoint written : Samples.all().subList(0, 2)) {
            INDArray state = written.network().getUpdater().getStateViewArray();
            state.putScalar(state.length() - 1, 1e30f);
            CheckpointReader.read(Files.write(file, Zips.of(written)), true);
            state.putScalar(state.length() - 1, 3.4e38f);
            Files.write(file, Zips.of(written));
            assertRefused("its updaterState.bin has 3.4E38 for the mean of a gradient's squares, which must be at most"
                    + " 1.0E30");
        }
    }

    @Test
    void recurrentStateOutOfBounds() throws Exception {
        writeState(1, 1 << 24);
        assertThat(CheckpointReader.read(file, true).state().layers()).hasSize(2);
        writeState(-3.4e38f, 0);
        assertRefused("its charrnn/state.bin has -3.4E38 for an activation, which must be from -1.0001 to 1.0001");
        writeState(1, 3.4e38f);
        assertRefused("its charrnn/state.bin has 3.4E38 for a memory cell, which must be from -1.6777216E7 to"
                + " 1.6777216E7");
    }

    private void writeState(float activation, float cell) throws IOException {
        Checkpoint full = Samples.full();
        RecurrentState state = new RecurrentState(full.state().layers().stream()
                .map(layer ->
                        new LayerState(layer.batch(), layer.hidden(), filled(layer, activation), filled(layer, cell)))
                .toList());
        Files.write(
                file,
                Zips.of(new Checkpoint(full.network(), full.vocabulary(), full.configYaml(), full.progress(), state)));
    }

    private static float[] filled(LayerState layer, float value) {
        float[] values = new float[layer.batch() * layer.hidden()];
        Arrays.fill(values, value);
        return values;
    }

    /** Adam's means of the gradients come first; in another order, this network would be refused. */
    @Test
    void meanOfGradientsMayBeNegative() throws Exception {
        INDArray state = Samples.full().network().getUpdater().getStateViewArray();
        long gradients = state.length() - Samples.full().network().numParams();
        assertThat(state.toFloatVector()).as("trained for a step").hasSize(Math.toIntExact(2 * gradients));
        assertThat(state.get(NDArrayIndex.all(), NDArrayIndex.interval(0, gradients))
                        .minNumber()
                        .floatValue())
                .isNegative();
        CheckpointReader.read(Files.write(file, ZIP), true);
    }

    @Test
    void damagedUpdaterState() throws Exception {
        byte[] zip = ZIP.clone();
        zip[new String(zip, StandardCharsets.ISO_8859_1).indexOf(Part.UPDATER_STATE.entry) + 500] ^= 1;
        Files.write(file, zip);
        assertRefused("its entry updaterState.bin is damaged");
    }

    @Test
    void parameterThatIsNotFinite() throws Exception {
        Checkpoint full = Samples.full();
        full.network().params().putScalar(3, Float.NaN);
        Files.write(file, Zips.of(full));
        assertRefused("its coefficients.bin does not fit the network: wrong at a number that is not finite");
    }

    @Test
    void savedWithoutUpdater() throws Exception {
        CheckpointWriter.export(Samples.full(), file, false);
        assertMessage(
                file + " was saved without the optimizer's state, so its run cannot be resumed: sample and evaluate"
                        + " take it, and train --init-from begins a new run with its weights");
    }

    private String text(Part part) {
        return Zips.text(ZIP, part);
    }

    private void write(Part part, String content) throws IOException {
        Files.write(file, Zips.with(ZIP, part.entry, content.getBytes(StandardCharsets.UTF_8)));
    }

    private void assertRefused(String reason) {
        assertMessage(file + " is not a charrnn checkpoint: " + reason);
    }

    private void assertMessage(String message) {
        assertThatThrownBy(() -> CheckpointReader.read(file, true))
                .isInstanceOf(UserError.class)
                .hasMessage(message);
    }
}
