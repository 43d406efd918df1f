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
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The start of a run: in a folder of its own, or with another run's weights. */
class NewRunsTest {
    @TempDir
    private Path folder;

    private TinyRun tiny;

    @BeforeEach
    void writeFiles() throws IOException {
        tiny = corpus(folder, "int f(void);\n");
    }

    private static TinyRun corpus(Path folder, String line) throws IOException {
        return TinyRun.of(folder, 6, file -> "// " + file + "\n" + line.repeat(60));
    }

    private Program train(String name, String... more) {
        return tiny.train(
                Stream.concat(Stream.of("name=" + name), Stream.of(more)).toArray(String[]::new));
    }

    private Program tuned(String name, String... more) {
        Stream<String> origin = Stream.of("--init-from", last("first").toString());
        return train(name, Stream.concat(origin, Stream.of(more)).toArray(String[]::new));
    }

    private Path last(String name) {
        return folder.resolve("runs").resolve(name).resolve("last.zip");
    }

    @Test
    void fineTuningKeepsVocabularyAndSizesAndCountsUnknownCharacters() throws IOException {
        train("first").done();
        TinyRun other = corpus(Files.createDirectory(folder.resolve("other")), "long é = 7;\n");
        Program tuned = tuned(
                        "second", "corpus.path=" + other.corpus(), "training.learningRate=1e-30", "model.hidden=99")
                .done();
        assertThat(tuned.err()).contains("model.hidden is [12, 12]", "'é' (U+00E9) 360 times");
        Checkpoint first = CheckpointReader.read(last("first"), false);
        Checkpoint second = CheckpointReader.read(last("second"), false);
        assertThat(second.vocabulary().characters())
                .isEqualTo(first.vocabulary().characters());
        assertThat(second.network().params()).isEqualTo(first.network().params());
        assertThat(second.progress().trainingSeconds()).isPositive();
        assertThat(second.progress().epoch()).isEqualTo(2);
    }

    @Test
    void fineTuningCoupledGatesNeedsCoupledWeights() {
        String coupled = "model.gates=coupled";
        train("first").done();
        tuned("second", coupled)
                .refusedWith("model.gates is coupled, but the network of --init-from " + last("first")
                        + " has full gates; set model.gates to full, or name a checkpoint with coupled gates");
        assertThat(last("second").getParent()).doesNotExist();
    }

    @Test
    void fineTuningKeepsCoupledGatesUnlessFullOnesAreSet() {
        train("first", "model.gates=coupled").done();
        tuned("second").done();
        assertThat(CheckpointReader.read(last("second"), true).hasCoupledGates())
                .isTrue();
        Program full = tuned("third", "model.gates=full").done();
        assertThat(full.err()).contains("the input gates are trained independently");
        assertThat(CheckpointReader.read(last("third"), true).hasCoupledGates()).isFalse();
    }

    @Test
    void fineTuningTakesTheRecipeOfTheWeightsFromTheCheckpointUnlessItIsSet() throws IOException {
        Files.writeString(folder.resolve("tiny.yaml"), "model: {dropout: 0.6}\ntraining: {matchMemory: true}\n");
        train("first", "model.dropout=0.1", "training.resetShare=0.2", "training.matchMemory=false")
                .done();
        Program tuned = tuned("second").done();
        assertThat(tuned.err())
                .contains("fine-tuning: as " + last("first") + " was trained (--set chooses others): model.gates full,"
                        + " model.dropout 0.1, training.resetShare 0.2, training.matchDropout 0,"
                        + " training.matchMemory false");
        assertThat(last("second").resolveSibling("config.yaml"))
                .content()
                .contains("dropout: 0.1", "resetShare: 0.2", "matchMemory: false");
        Program set = tuned("third", "model.dropout=0.3").done();
        assertThat(set.err()).contains("model.gates full, training.resetShare 0.2");
        assertThat(last("third").resolveSibling("config.yaml")).content().contains("dropout: 0.3", "resetShare: 0.2");
    }

    private Checkpoint best(String name) {
        return CheckpointReader.read(last(name).resolveSibling("best.zip"), false);
    }

    @Test
    void aFineTuningThatDoesNotLowerTheLossKeepsTheStartAsItsBest() throws IOException {
        train("first").done();
        Program tuned = tuned("second", "training.learningRate=1e-30").done();
        assertThat(tuned.err()).contains("bits per character, that of the start: no step lowered it");
        assertThat(best("second").progress().losses().bestStep()).isZero();
        assertThat(best("second").network().params())
                .isEqualTo(CheckpointReader.read(last("first"), false).network().params());
        assertThat(Files.readAllLines(last("second").resolveSibling("history.jsonl"))
                        .get(0))
                .contains("\"step\":0,", "\"validationBpc\":", "\"best\":true")
                .doesNotContain("trainBpc", "learningRate");
    }

    @Test
    void aFineTuningThatLowersTheLossShowsBothLosses() throws IOException {
        train("first").done();
        TinyRun other = corpus(Files.createDirectory(folder.resolve("other")), "long f = 7;\n");
        Program tuned = tuned("second", "corpus.path=" + other.corpus()).done();
        assertThat(tuned.err())
                .containsPattern("step 0: validation \\d\\.\\d{3} bpc, the best so far")
                .containsPattern("best validation: \\d\\.\\d{3} → \\d\\.\\d{3} bits per character, at step [1-9]");
        Program more = train("second", "--resume", "corpus.path=" + other.corpus(), "training.epochs=3");
        assertThat(more.done().err()).containsPattern("best validation: \\d\\.\\d{3} → ");
    }

    @Test
    void fineTuningAddsMatchesToANetworkWithoutAny() {
        train("first").done();
        Program tuned =
                tuned("second", "model.match=2", "training.learningRate=1e-30").done();
        assertThat(tuned.err()).contains("model.match is 2, whose weights are zero");
        INDArray first = CheckpointReader.read(last("first"), true).network().getParam("0_W");
        INDArray second = CheckpointReader.read(last("second"), true).network().getParam("0_W");
        int symbols = first.rows();
        assertThat(second.get(interval(0, symbols), all())).isEqualTo(first);
        INDArray added = second.get(interval(symbols, second.rows()), all());
        assertThat(added.maxNumber().doubleValue()).isPositive(); // the updates are as small as the rate
        assertThat(added.maxNumber().doubleValue()).isLessThan(1e-20);
    }

    @Test
    void fineTuningRefusesDamagedFilesAndPipes() throws Exception {
        train("first").done();
        byte[] whole = Files.readAllBytes(last("first"));
        Path cut = Files.write(folder.resolve("cut.zip"), Arrays.copyOf(whole, whole.length - 100));
        Path pipe = folder.resolve("pipe.zip");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        for (Path hostile : List.of(cut, pipe)) {
            train("second", "--init-from", hostile.toString()).refused(hostile + " is not a charrnn checkpoint: it ");
        }
        assertThat(last("second").getParent()).doesNotExist();
    }

    private void rate(String rate) throws IOException {
        Files.writeString(folder.resolve("tiny.yaml"), "training: {learningRate: " + rate + "}\n");
    }

    @Test
    void fineTuningLowersTheLearningRateUnlessOneIsSet() throws IOException {
        rate("0.006");
        train("first").done();
        Program lowered = tuned("lowered").done();
        assertThat(lowered.err())
                .contains("fine-tuning: training.learningRate is 0.003;", "has 0.006, which is for a new network");
        assertThat(last("lowered").resolveSibling("config.yaml")).content().contains("learningRate: 0.003");
        Program given = tuned("given", "training.learningRate=0.004");
        assertThat(given.err()).doesNotContain("fine-tuning: training.learningRate");
        assertThat(last("given").resolveSibling("config.yaml")).content().contains("learningRate: 0.004");
        rate("0.0003");
        assertThat(tuned("slow").err()).doesNotContain("fine-tuning: training.learningRate");
        assertThat(last("slow").resolveSibling("config.yaml")).content().contains("learningRate: 0.0003");
        rate("0.5, optimizer: sgd");
        assertThat(tuned("sgd").err()).doesNotContain("fine-tuning: training.learningRate");
    }

    @Test
    void fineTuningStartsWithNoTimeUsed() throws IOException {
        train("first").done();
        Checkpoint first = CheckpointReader.read(last("first"), true);
        Progress longAgo = first.progress().at(1e6, first.progress().historyLength());
        CheckpointWriter.write(
                new Checkpoint(first.network(), first.vocabulary(), first.configYaml(), longAgo, first.state()),
                last("first"));
        tuned("second", "training.maxMinutes=60").done();
        Progress second = CheckpointReader.read(last("second"), false).progress();
        assertThat(second.step()).isPositive();
        assertThat(second.trainingSeconds()).isLessThan(3600);
    }

    @Test
    void aFolderWithOnlyABestCheckpointIsNotOverwritten() throws IOException {
        Path shipped = Files.createDirectories(folder.resolve("runs/linux")).resolve("best.zip");
        Files.writeString(shipped, "trained elsewhere");
        Program program = train("linux");
        program.refused(shipped + " would be overwritten", "--set name=linux-2");
        assertThat(shipped).hasContent("trained elsewhere");
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

    @Test
    void resumingARunThatSavedNothingIsRefused() {
        train("nothing", "--resume").refused("there is nothing to resume: " + last("nothing") + " does not exist");
        assertThat(last("nothing").resolveSibling("")).doesNotExist();
    }

    /** As in a training on a cluster that was stopped. */
    private static final class EndingLearner implements Learner {
        private final Learner learner;
        private int goes;

        EndingLearner(Learner learner) {
            this.learner = learner;
        }

        @Override
        public int updatesAtOnce() {
            return learner.updatesAtOnce();
        }

        @Override
        public List<Update> learn(Progress from, double[] rates) {
            return ++goes > 5 ? List.of() : learner.learn(from, rates);
        }
    }

    @Test
    void aRunWhoseUpdatesEndEarlySavesAndFails() {
        TrainCommand train = new TrainCommand() {
            @Override
            protected Learner learner(Session session) {
                return new EndingLearner(super.learner(session));
            }
        };
        Program program = Program.of(train, tiny.arguments("name=short"));
        assertThat(program.exitCode()).as(program.err()).isEqualTo(1);
        assertThat(program.err())
                .contains("the updates ended before a limit was reached", "stopped at step 5", "to continue:");
        assertThat(CheckpointReader.read(last("short"), true).progress().step()).isEqualTo(5);
    }
}
