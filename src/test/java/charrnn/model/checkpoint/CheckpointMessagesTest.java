package charrnn.model.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import charrnn.message.UserError;
import charrnn.model.RecurrentState.LayerState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.deeplearning4j.util.ModelSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The message for each kind of file that is not a checkpoint of charrnn. */
class CheckpointMessagesTest {
    private static final byte[] ZIP = Zips.of(Samples.full());

    private final Path folder;
    private final Path file;

    CheckpointMessagesTest(@TempDir Path folder) {
        this.folder = folder;
        file = folder.resolve("last.zip");
    }

    @Test
    void missingFileOrFolder() {
        assertMessage("There is no checkpoint " + file);
        assertThatThrownBy(() -> CheckpointReader.read(folder, false))
                .isInstanceOf(UserError.class)
                .hasMessage(folder + " is not a charrnn checkpoint: it is a folder");
    }

    private static Stream<Arguments> otherFiles() {
        String otherEnd = "it ends early (truncated), or has bytes after its end";
        int directory = new String(ZIP, StandardCharsets.ISO_8859_1).indexOf("PK\1\2");
        int header = at(EntryName.STATE) - 30; // without this state, a run would not resume exactly
        return Stream.of(
                Arguments.of("it is empty", new byte[0]),
                Arguments.of("it is not a zip file", "int main(void) { return 0; }\n".getBytes(StandardCharsets.UTF_8)),
                Arguments.of(otherEnd, Arrays.copyOf(ZIP, ZIP.length - 100)),
                Arguments.of(otherEnd, Arrays.copyOf(ZIP, ZIP.length + 1)),
                Arguments.of("its zip is damaged", flipped(directory)),
                Arguments.of("its entry charrnn/state.bin is damaged", flipped(header)),
                Arguments.of("its entry coefficients.bin is damaged", flipped(at(EntryName.COEFFICIENTS) + 500)),
                Arguments.of("its entry updaterState.bin is damaged", flipped(at(EntryName.UPDATER_STATE) + 500)),
                Arguments.of(
                        "it has the entry 'README.md', which no charrnn checkpoint has",
                        Zips.zip(Map.of("README.md", new byte[10]))),
                Arguments.of(
                        "it has the entry 'preprocessor.bin', which no charrnn checkpoint has",
                        Zips.with(ZIP, "preprocessor.bin", new byte[0])),
                Arguments.of(
                        "it has the entry '\\u001B[2J', which no charrnn checkpoint has",
                        Zips.with(ZIP, "\u001b[2J", new byte[0])),
                Arguments.of(
                        "it lacks the entry charrnn/vocabulary.json", Zips.without(ZIP, EntryName.VOCABULARY.path)));
    }

    private static int at(EntryName name) {
        return new String(ZIP, StandardCharsets.ISO_8859_1).indexOf(name.path);
    }

    private static byte[] flipped(int place) {
        byte[] zip = ZIP.clone();
        zip[place] ^= 1;
        return zip;
    }

    @ParameterizedTest
    @MethodSource("otherFiles")
    void otherFile(String reason, byte[] content) throws Exception {
        Files.write(file, content);
        assertRefused(reason);
    }

    @Test
    void plainDeeplearning4jModel() throws Exception {
        ModelSerializer.writeModel(Samples.full().network(), file.toFile(), true);
        assertMessage(file + " is a Deeplearning4j model without a vocabulary; charrnn reads the checkpoints that it"
                + " wrote itself");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        {"formatVersion": 3, "brandNew": {}} | was made by a newer charrnn (format 3), this one reads format 2
        {"formatVersion": "1"}               | is not a charrnn checkpoint: its charrnn/progress.json has no valid formatVersion
        """)
    void otherFormat(String progress, String message) throws Exception {
        write(EntryName.PROGRESS, progress);
        assertMessage(file + " " + message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        PROGRESS      | "bestStep" : 1000 | "bestStep" : "many"    | is not a charrnn checkpoint: its charrnn/progress.json is wrong at 'scores.bestStep'
        PROGRESS      | "step"            | "stride" : 1, "step"   | is not a charrnn checkpoint: its charrnn/progress.json is wrong at 'stride'
        VOCABULARY    | , "\\n"           |                        | is not a charrnn checkpoint: its coefficients.bin is damaged or of another network: it does not have 455 numbers
        VOCABULARY    | "\\"", "a"        | "a", "\\""             | is not a charrnn checkpoint: its charrnn/vocabulary.json is wrong at symbol 2
        CONFIG        | layers: 2,        | layers: 2, gates: coupled, | is not a charrnn checkpoint: its gates are not coupled, as its configuration says
        CONFIG        | name              | na\u001bme              | is not a charrnn checkpoint: its charrnn/config.yaml has control characters
        """)
    void otherValue(EntryName name, String before, @Nullable String after, String message) throws Exception {
        String text =
                text(name).replaceFirst(Pattern.quote(before), Matcher.quoteReplacement(after == null ? "" : after));
        assertThat(text).isNotEqualTo(text(name));
        write(name, text);
        assertMessage(file + " " + message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"match: 1\n  hidden: [5, 4]", "match: 0\n  hidden: [4, 5]", "hidden: 5"})
    void configurationOfAnotherNetwork(String model) throws Exception {
        write(EntryName.CONFIG, "model:\n  layers: 2\n  " + model);
        assertThatThrownBy(() -> CheckpointReader.summary(file))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith(file + " is not a charrnn checkpoint: its coefficients.bin is damaged or of"
                        + " another network: it does not have ");
    }

    @ParameterizedTest
    @CsvSource({"hidden: -5, charrnn/config.yaml:3: model.hidden is -5", "{, charrnn/config.yaml:3: this is not YAML"})
    void configurationThatIsNotAllowed(String model, String message) throws Exception {
        write(EntryName.CONFIG, "model:\n  layers: 2\n  " + model);
        assertThatThrownBy(() -> CheckpointReader.summary(file))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith(
                        file + " is not a charrnn checkpoint: its configuration is not allowed: " + message);
    }

    @Test
    void otherNumberOfLayersThanOfSizes() throws Exception {
        write(EntryName.CONFIG, "model: {layers: 2, hidden: [" + "1, ".repeat(100_000) + "1]}");
        assertRefused("its charrnn/config.yaml does not have one size for each layer");
    }

    /** As of a schedule that an earlier version had. */
    @Test
    void valuesThatThisVersionDoesNotAllowLeaveTheWeightsReadable() throws Exception {
        String yaml =
                text(EntryName.CONFIG).replace("training: {", "training: {schedule: plateau, plateauPatience: 3, ");
        write(EntryName.CONFIG, yaml);
        Checkpoint read = CheckpointReader.read(file, false);
        assertThat(read.network().params()).isEqualTo(Samples.full().network().params());
        assertThat(read.state().isEmpty()).isTrue();
        assertThat(CheckpointReader.summary(file).resumable()).isFalse();
        assertThatThrownBy(() -> CheckpointReader.read(file, true))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith(
                        file + " cannot be resumed, since its configuration is not allowed: charrnn/config.yaml:")
                .hasMessageContaining("training.schedule is \"plateau\"");
    }

    /** The checkpoint is of step 1234, its best of step 1000. */
    @ParameterizedTest
    @CsvSource({
        "step, 1000000001, step",
        "chars, 9223372036854775807, chars",
        "epoch, 2147483647, epoch",
        "trainingSeconds, 1e308, trainingSeconds",
        "bestStep, 1235, scores.bestStep",
        "bestValidationBpc, null, scores.bestStep",
        "rateFactor, 1.5, course.rateFactor",
        "rollbacks, 2147483647, course.rollbacks",
        "validationsSinceBest, 235, course.validationsSinceBest",
        "smoothedBpc, 18, course.smoothedBpc",
        "smoothedBpc, 1.6, course.smoothedBpc",
        "lowestBpc, 1.8, course.smoothedBpc",
        "smoothedBpc, null, course.smoothedBpc",
        "steps, 1235, sinceReport",
        "steps, 0, sinceReport",
        "bits, 1e308, sinceReport.bits",
        "lastTrainBpc, -1, scores.lastTrainBpc",
        "lastTrainBpc, 1e999, scores.lastTrainBpc",
        "lastTrainBpc, \"NaN\", scores.lastTrainBpc",
    })
    void progressThatContradictsItselfIsRefused(String field, String value, String place) throws Exception {
        String progress = text(EntryName.PROGRESS);
        String changed = progress.replaceFirst("\"" + field + "\" : [^,\n]+", "\"" + field + "\" : " + value);
        assertThat(changed).isNotEqualTo(progress);
        write(EntryName.PROGRESS, changed);
        assertRefused("its charrnn/progress.json is wrong at '" + place + "'");
    }

    @Test
    void entryTwice() throws Exception {
        byte[] other = Zips.without(Zips.with(ZIP, "charrnn/state.ban", new byte[3]), "charrnn/config.yaml");
        String twice = new String(other, StandardCharsets.ISO_8859_1).replace("state.ban", "state.bin");
        Files.write(file, twice.getBytes(StandardCharsets.ISO_8859_1));
        assertRefused("it has the entry charrnn/state.bin twice");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0000", "001B", "007F", "0080", "0085", "009B", "009F"})
    void controlCharacterInTheVocabulary(String symbol) throws Exception {
        write(EntryName.VOCABULARY, "{\"symbols\": [\"\\ufffd\", \"\\u" + symbol + "\"]}");
        assertRefused("its charrnn/vocabulary.json is wrong at symbol 1, the control character U+" + symbol);
    }

    @Test
    void meanOfSquaresThatIsNegativeOrTooLarge() throws Exception {
        String damaged = "its updaterState.bin is damaged or of another network: ";
        for (Checkpoint written : Samples.all().subList(0, 2)) {
            INDArray state = written.network().getUpdater().getStateViewArray();
            state.putScalar(state.length() - 1, 1e30f);
            CheckpointReader.read(Files.write(file, Zips.of(written)), true);
            state.putScalar(state.length() - 1, 3.4e38f);
            assertRefused(written, damaged + "a number is not finite or too large");
            state.putScalar(state.length() - 1, 1);
            state.putScalar(state.length() - written.network().numParams(), -1e-3);
            assertRefused(written, damaged + "a mean of squares is negative");
        }
    }

    @Test
    void recurrentStateOutOfBounds() throws Exception {
        String damaged = "its charrnn/state.bin is damaged or of another network: ";
        Files.write(file, Zips.of(withState(1, 1 << 24)));
        assertThat(CheckpointReader.read(file, true).state().layers()).hasSize(2);
        assertRefused(withState(-3.4e38f, 0), damaged + "an activation is wrong");
        assertRefused(withState(1, 3.4e38f), damaged + "a memory cell is wrong");
        assertRefused(withState(1, Float.NaN), damaged + "a memory cell is wrong");
    }

    private static Checkpoint withState(float activation, float cell) {
        Checkpoint full = Samples.full();
        for (LayerState layer : full.state().layers()) {
            Arrays.fill(layer.activation(), activation);
            Arrays.fill(layer.cell(), cell);
        }
        return full;
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.NEGATIVE_INFINITY, 3.4e38f})
    void parameterThatIsNotFiniteOrTooLarge(float value) throws Exception {
        Checkpoint full = Samples.full();
        full.network().params().putScalar(3, value);
        assertRefused(
                full, "its coefficients.bin is damaged or of another network: a number is not finite or too large");
    }

    private String text(EntryName name) {
        return Zips.text(ZIP, name);
    }

    private void write(EntryName name, String content) throws IOException {
        Files.write(file, Zips.with(ZIP, name.path, content.getBytes(StandardCharsets.UTF_8)));
    }

    private void assertRefused(Checkpoint written, String reason) throws IOException {
        Files.write(file, Zips.of(written));
        assertRefused(reason);
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
