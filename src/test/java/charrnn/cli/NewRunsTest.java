package charrnn.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nd4j.linalg.indexing.NDArrayIndex.all;
import static org.nd4j.linalg.indexing.NDArrayIndex.interval;

import charrnn.model.checkpoint.Checkpoint;
import charrnn.model.checkpoint.CheckpointReader;
import charrnn.model.checkpoint.CheckpointWriter;
import charrnn.model.checkpoint.Progress;
import charrnn.train.Learner;
import charrnn.train.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The start of a run: in a folder of its own, or with another run's weights. Each test names its runs in its own way. */
class NewRunsTest {
    @TempDir
    private static Path folder;

    private static TinyRun tiny;
    private static TinyRun other;
    private static Path first;

    @BeforeAll
    static void trainOnce() throws IOException {
        tiny = corpus(folder, "int f(void);\n");
        other = corpus(Files.createDirectory(folder.resolve("other")), "long é = 7;\n");
        train("first").done();
        first = last("first");
    }

    private static void configure(String yaml) throws IOException {
        Files.writeString(folder.resolve("tiny.yaml"), yaml);
    }

    @AfterEach
    void configureNothing() throws IOException {
        configure("");
    }

    private static TinyRun corpus(Path folder, String line) throws IOException {
        return TinyRun.of(folder, 6, file -> "// " + file + "\n" + line.repeat(60));
    }

    private static Program train(String name, String... more) {
        return tiny.train(
                Stream.concat(Stream.of("name=" + name), Stream.of(more)).toArray(String[]::new));
    }

    private static Program tuned(String name, String... more) {
        return tunedFrom(first, name, more);
    }

    private static Program tunedFrom(Path origin, String name, String... more) {
        Stream<String> from = Stream.of("--init-from", origin.toString());
        return train(name, Stream.concat(from, Stream.of(more)).toArray(String[]::new));
    }

    private static Path last(String name) {
        return folder.resolve("runs").resolve(name).resolve("last.zip");
    }

    private static Checkpoint read(Path file) {
        return CheckpointReader.read(file, true);
    }

    private static Path config(String name) {
        return last(name).resolveSibling("config.yaml");
    }

    @Test
    void fineTuningKeepsVocabularyAndSizesAndTheStartAsItsBestIfNoStepLowersTheLoss() throws IOException {
        Program tuned = tuned("same", "corpus.path=" + other.corpus(), "training.learningRate=1e-30")
                .done();
        assertThat(tuned.err())
                .contains("model.hidden [12, 12]", "'é' (U+00E9) 360 times")
                .contains("bits per character, that of the start: no step lowered it");
        Checkpoint same = read(last("same"));
        assertThat(same.vocabulary().characters())
                .isEqualTo(read(first).vocabulary().characters());
        assertThat(same.network().params()).isEqualTo(read(first).network().params());
        assertThat(same.progress().trainingSeconds()).isPositive();
        assertThat(same.progress().epoch()).isEqualTo(2);
        Checkpoint best = CheckpointReader.read(last("same").resolveSibling("best.zip"), false);
        assertThat(best.progress().losses().bestStep()).isZero();
        assertThat(best.network().params()).isEqualTo(read(first).network().params());
        assertThat(Files.readAllLines(last("same").resolveSibling("history.jsonl"))
                        .get(0))
                .contains("\"step\":0,", "\"validationBpc\":", "\"best\":true")
                .doesNotContain("trainBpc", "learningRate");
    }

    @Test
    void aFineTuningThatLowersTheLossShowsBothLosses() {
        String text = "corpus.path=" + other.corpus();
        assertThat(tuned("lower", text).done().err())
                .containsPattern("step 0: validation \\d\\.\\d{3} bpc, the best so far")
                .containsPattern("best validation: \\d\\.\\d{3} → \\d\\.\\d{3} bits per character, at step [1-9]");
        Program more = train("lower", "--resume", text, "training.epochs=3");
        assertThat(more.done().err()).containsPattern("best validation: \\d\\.\\d{3} → ");
    }

    @Test
    void fineTuningKeepsTheGatesUnlessFullOnesAreSet() throws IOException {
        train("coupled", "model.gates=coupled").done();
        tunedFrom(last("coupled"), "still-coupled").done();
        assertThat(read(last("still-coupled")).hasCoupledGates()).isTrue();
        Program full =
                tunedFrom(last("coupled"), "uncoupled", "model.gates=full").done();
        assertThat(full.err()).contains("the input gates are trained independently");
        assertThat(read(last("uncoupled")).hasCoupledGates()).isFalse();
        assertThat(tunedFrom(last("coupled"), "stock", "model.engine=stock").err())
                .startsWith("--set: model.gates is coupled, but model.engine is stock");
        configure("model: {engine: stock}");
        assertThat(tunedFrom(last("coupled"), "stock").err())
                .startsWith("--init-from: model.gates is coupled, but model.engine is stock");
    }

    @Test
    void fineTuningTakesTheRecipeOfTheWeightsFromTheCheckpointUnlessItIsSet() throws IOException {
        configure("model: {dropout: 0.6}\ntraining: {matchMemory: true}\n");
        train("recipe", "model.dropout=0.1", "training.resetShare=0.2", "training.matchMemory=false")
                .done();
        assertThat(tunedFrom(last("recipe"), "as-before").done().err())
                .contains(
                        "fine-tuning: as " + last("recipe") + " was trained, with model.hidden [12, 12], model.match 0")
                .contains("model.gates full, model.dropout 0.1,"
                        + " training.resetShare 0.2, training.matchDropout 0,"
                        + " training.matchMemory false");
        assertThat(config("as-before")).content().contains("dropout: 0.1", "resetShare: 0.2", "matchMemory: false");
        Program set = tunedFrom(last("recipe"), "set", "model.dropout=0.3").done();
        assertThat(set.err()).contains("model.gates full, training.resetShare 0.2");
        assertThat(config("set")).content().contains("dropout: 0.3", "resetShare: 0.2");
    }

    @Test
    void fineTuningAddsMatchesToANetworkWithoutAny() {
        Program tuned =
                tuned("matches", "model.match=2", "training.learningRate=1e-30").done();
        assertThat(tuned.err()).contains("the weights of inputs that", "does not have are zero");
        INDArray before = read(first).network().getParam("0_W");
        INDArray after = read(last("matches")).network().getParam("0_W");
        int symbols = before.rows();
        assertThat(after.get(interval(0, symbols), all())).isEqualTo(before);
        INDArray added = after.get(interval(symbols, after.rows()), all());
        assertThat(added.maxNumber().doubleValue())
                .isPositive() // the updates are as small as the rate
                .isLessThan(1e-20);
    }

    @Test
    void fineTuningRefusesAnotherShapeThanThatOfItsStart() throws IOException {
        tuned("wide", "model.hidden=64")
                .refused("model.hidden is [12, 12] in the network of --init-from " + first + " and cannot be [64, 64]");
        tuned("deep", "model.layers=3").refused("model.layers is 2", "cannot be 3: leave out --set model.layers");
        tuned("two", "model.match=2").done();
        tunedFrom(last("two"), "fewer", "model.match=1").refused("model.match is 2", "cannot be 1");
        assertThat(folder.resolve("wide")).doesNotExist();
    }

    @Test
    void fineTuningLowersTheLearningRateUnlessOneIsSet() throws IOException {
        configure("training: {learningRate: 0.006}");
        assertThat(tuned("lowered").done().err())
                .contains("fine-tuning: training.learningRate is 0.003;", "has 0.006, which is for a new network");
        assertThat(config("lowered")).content().contains("learningRate: 0.003");
        String note = "fine-tuning: training.learningRate";
        assertThat(tuned("given", "training.learningRate=0.004").err()).doesNotContain(note);
        assertThat(config("given")).content().contains("learningRate: 0.004");
        configure("training: {learningRate: 0.0003}");
        assertThat(tuned("slow").err()).doesNotContain(note);
        assertThat(config("slow")).content().contains("learningRate: 0.0003");
        configure("training: {learningRate: 0.5, optimizer: sgd}");
        assertThat(tuned("sgd").err()).doesNotContain(note);
    }

    @Test
    void fineTuningStartsWithNoTimeUsed() throws IOException {
        Checkpoint start = read(first);
        Progress longAgo = start.progress().at(1e6, start.progress().historyLength());
        Path old = folder.resolve("old.zip");
        CheckpointWriter.write(
                new Checkpoint(start.network(), start.vocabulary(), start.configYaml(), longAgo, start.state()), old);
        tunedFrom(old, "later", "training.maxMinutes=60").done();
        Progress later = read(last("later")).progress();
        assertThat(later.step()).isPositive();
        assertThat(later.trainingSeconds()).isLessThan(3600);
    }

    @Test
    void aRunWithoutLastCheckpointIsNotOverwrittenAndContinuesFromAnother() throws IOException {
        train("robbed").done();
        Path run = last("robbed").resolveSibling("");
        Files.delete(last("robbed"));
        Program refused = train("robbed", "--resume");
        refused.refused("best.zip would be overwritten", "there is no " + last("robbed"));
        Files.delete(run.resolve("best.zip"));
        assertThat(train("robbed").err()).contains("history.jsonl would be overwritten");
        try (var steps = Files.newDirectoryStream(run, "step-*.zip")) {
            Files.copy(steps.iterator().next(), last("robbed"));
        }
        Program resumed = train("robbed", "--resume", "training.epochs=3").done();
        assertThat(resumed.err()).contains("training.epochs was 2, is now 3");
    }

    /** As in a training on a cluster that was stopped. */
    @Test
    void aRunWhoseUpdatesEndEarlySavesAndFails() {
        TrainCommand train = new TrainCommand() {
            @Override
            protected Learner learner(Session session) {
                Learner whole = super.learner(session);
                int[] goes = {0};
                return (from, rates) -> ++goes[0] > 5 ? List.of() : whole.learn(from, rates);
            }
        };
        Program program = Program.of(train, tiny.arguments("name=short"));
        assertThat(program.exitCode()).as(program.err()).isEqualTo(1);
        assertThat(program.err())
                .contains("the updates ended before a limit was reached", "stopped at step 5", "to continue:");
        assertThat(CheckpointReader.read(last("short"), true).progress().step()).isEqualTo(5);
    }
}
