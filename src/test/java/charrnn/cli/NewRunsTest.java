package charrnn.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nd4j.linalg.indexing.NDArrayIndex.all;
import static org.nd4j.linalg.indexing.NDArrayIndex.interval;

import charrnn.config.Config;
import charrnn.model.StreamingNetwork;
import charrnn.model.checkpoint.Checkpoint;
import charrnn.model.checkpoint.CheckpointReader;
import charrnn.model.checkpoint.Progress;
import charrnn.pipeline.StreamPlan;
import charrnn.train.Learner;
import charrnn.train.RunFolder;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The start of a run: in a folder of its own, with another run's weights, or as a range test that saves nothing. */
class NewRunsTest {
    @TempDir
    private Path folder;

    private Path corpus;
    private Path config;

    @BeforeEach
    void writeFiles() throws IOException {
        corpus = corpus("corpus", "int f(void);\n");
        config = Files.writeString(folder.resolve("tiny.yaml"), "");
    }

    private Path corpus(String name, String line) throws IOException {
        Path made = Files.createDirectory(folder.resolve(name));
        for (int file = 0; file < 6; file++) {
            Files.writeString(made.resolve(file + ".c"), "// " + file + "\n" + line.repeat(200));
        }
        return made;
    }

    private Program train(Path text, String name, String... more) {
        String[] all = new String[more.length + 2];
        all[0] = "--set";
        all[1] = "name=" + name;
        System.arraycopy(more, 0, all, 2, more.length);
        return Program.run(Program.tinyTraining(config, text, folder.resolve("runs"), all));
    }

    private Path last(String name) {
        return folder.resolve("runs").resolve(name).resolve("last.zip");
    }

    @Test
    void fineTuningKeepsVocabularyAndSizesAndCountsUnknownCharacters() throws IOException {
        assertThat(train(corpus, "first").exitCode()).isZero();
        Program tuned = train(
                corpus("other", "long é = 7;\n"),
                "second",
                "--init-from",
                last("first").toString(),
                "--set",
                "training.learningRate=1e-30",
                "--set",
                "model.hidden=99");
        assertThat(tuned.exitCode()).as(tuned.err()).isZero();
        assertThat(tuned.err()).contains("model.hidden is [12, 12]", "'é' (U+00E9) 1,200 times");
        Checkpoint first = CheckpointReader.read(last("first"), false);
        Checkpoint second = CheckpointReader.read(last("second"), false);
        assertThat(second.vocabulary().characters())
                .isEqualTo(first.vocabulary().characters());
        assertThat(second.network().params()).isEqualTo(first.network().params());
        assertThat(second.progress().trainingSeconds()).isPositive();
        assertThat(second.progress().epoch()).isEqualTo(2);
    }

    private Program tuned(String name, String... more) {
        String[] all = Arrays.copyOf(more, more.length + 2);
        all[more.length] = "--init-from";
        all[more.length + 1] = last("first").toString();
        return train(corpus, name, all);
    }

    @Test
    void fineTuningCoupledGatesNeedsCoupledWeights() {
        String[] coupled = {"--set", "model.gates=coupled"};
        assertThat(train(corpus, "first").exitCode()).isZero();
        Program refused = tuned("second", coupled);
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err())
                .isEqualToIgnoringNewLines("model.gates is coupled, but the network of --init-from " + last("first")
                        + " has full gates; set model.gates to full, or name a checkpoint with coupled gates");
        assertThat(last("second").getParent()).doesNotExist();
    }

    @Test
    void fineTuningOfCoupledGatesFollowsTheConfiguration() {
        String[] coupled = {"--set", "model.gates=coupled"};
        assertThat(train(corpus, "first", coupled).exitCode()).isZero();
        assertThat(tuned("second", coupled).exitCode()).isZero();
        assertThat(CheckpointReader.read(last("second"), true).hasCoupledGates())
                .isTrue();
        Program full = tuned("third");
        assertThat(full.exitCode()).as(full.err()).isZero();
        assertThat(full.err()).contains("the input gates are trained independently");
        assertThat(CheckpointReader.read(last("third"), true).hasCoupledGates()).isFalse();
    }

    @Test
    void fineTuningAddsMatchesToANetworkWithoutAny() {
        assertThat(train(corpus, "first").exitCode()).isZero();
        Program tuned = tuned("second", "--set", "model.match=2", "--set", "training.learningRate=1e-30");
        assertThat(tuned.exitCode()).as(tuned.err()).isZero();
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
    void fineTuningKeepsTheNumberOfMatches() {
        assertThat(train(corpus, "first", "--set", "model.match=1").exitCode()).isZero();
        Program tuned = tuned("second", "--set", "model.match=2");
        assertThat(tuned.exitCode()).as(tuned.err()).isZero();
        assertThat(tuned.err()).contains("model.match is 1\n");
    }

    private Path rate(String name, String rate) throws IOException {
        return Files.writeString(folder.resolve(name), "training: {learningRate: " + rate + "}\n");
    }

    @Test
    void fineTuningLowersTheLearningRateUnlessOneIsSet() throws IOException {
        config = rate("tiny.yaml", "0.006");
        assertThat(train(corpus, "first").exitCode()).isZero();
        Program lowered = tuned("lowered");
        assertThat(lowered.exitCode()).as(lowered.err()).isZero();
        assertThat(lowered.err())
                .contains("fine-tuning: training.learningRate is 0.003;", "has 0.006, which is for a new network");
        assertThat(last("lowered").resolveSibling("config.yaml")).content().contains("learningRate: 0.003");
        Program given = tuned("given", "--set", "training.learningRate=0.004");
        assertThat(given.err()).doesNotContain("fine-tuning: training.learningRate");
        assertThat(last("given").resolveSibling("config.yaml")).content().contains("learningRate: 0.004");
        config = rate("slow.yaml", "0.0003");
        assertThat(tuned("slow").err()).doesNotContain("fine-tuning: training.learningRate");
        assertThat(last("slow").resolveSibling("config.yaml")).content().contains("learningRate: 0.0003");
        config = rate("sgd.yaml", "0.5, optimizer: sgd");
        assertThat(tuned("sgd").err()).doesNotContain("fine-tuning: training.learningRate");
    }

    /** The time limit is what the first run has used: none of it counts for the second. */
    @Test
    void fineTuningStartsWithNoTimeUsed() {
        assertThat(train(corpus, "first").exitCode()).isZero();
        double minutes = CheckpointReader.read(last("first"), false).progress().trainingSeconds() / 60;
        Program tuned = tuned("second", "--set", "training.epochs=0", "--set", "training.maxMinutes=" + minutes);
        assertThat(tuned.exitCode()).as(tuned.err()).isZero();
        assertThat(tuned.err()).contains("limits:      no epoch limit, ").doesNotContain("used so far");
        Checkpoint second = CheckpointReader.read(last("second"), false);
        assertThat(second.progress().step()).isPositive();
        assertThat(second.progress().trainingSeconds()).isGreaterThanOrEqualTo(60 * minutes);
    }

    @Test
    void fineTuningAndResumingExcludeEachOther() {
        Program program = train(corpus, "x", "--init-from", "some.zip", "--resume");
        assertThat(program.exitCode()).isEqualTo(2);
        assertThat(program.err()).contains("--init-from begins a run and --resume goes on with one");
    }

    @Test
    void aRangeTestAndFineTuningExcludeEachOther() {
        Program program = train(corpus, "x", "--init-from", "some.zip", "--find-learning-rate");
        assertThat(program.exitCode()).isEqualTo(2);
        assertThat(program.err()).contains("--find-learning-rate trains a new network: leave --init-from out");
    }

    @Test
    void oneProcessAtATimeTrainsIntoAFolder() throws IOException {
        RunFolder run = new RunFolder(folder.resolve("runs/taken"));
        run.create();
        try (Closeable lock = run.lock()) {
            Program program = train(corpus, "taken");
            assertThat(program.exitCode()).isEqualTo(2);
            assertThat(program.err()).contains("another charrnn is training into " + run.path());
        }
        assertThat(train(corpus, "taken").exitCode()).isZero();
    }

    @Test
    void aFolderWithOnlyABestCheckpointIsNotOverwritten() throws IOException {
        Path shipped = Files.createDirectories(folder.resolve("runs/linux")).resolve("best.zip");
        Files.writeString(shipped, "trained elsewhere");
        Program program = train(corpus, "linux");
        assertThat(program.exitCode()).isEqualTo(2);
        assertThat(program.err()).contains(shipped + " would be overwritten", "--set name=linux-2");
        assertThat(shipped).hasContent("trained elsewhere");
    }

    @Test
    void aRunWithoutLastCheckpointIsNotOverwrittenAndContinuesFromAnother() throws IOException {
        assertThat(train(corpus, "robbed").exitCode()).isZero();
        Path run = last("robbed").resolveSibling("");
        Files.delete(last("robbed"));
        Program anew = train(corpus, "robbed", "--resume");
        assertThat(anew.exitCode()).isEqualTo(2);
        assertThat(anew.err()).contains("best.zip would be overwritten", "there is no " + last("robbed"));
        Files.delete(run.resolve("best.zip"));
        assertThat(train(corpus, "robbed").err()).contains("history.jsonl would be overwritten");
        try (var steps = Files.newDirectoryStream(run, "step-*.zip")) {
            Files.copy(steps.iterator().next(), last("robbed"));
        }
        Program resumed = train(corpus, "robbed", "--resume", "--set", "training.epochs=3");
        assertThat(resumed.exitCode()).as(resumed.err()).isZero();
        assertThat(resumed.err()).contains("training.epochs was 2, is now 3");
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
            protected Learner learner(Config effective, StreamingNetwork network, StreamPlan plan) {
                return new EndingLearner(super.learner(effective, network, plan));
            }
        };
        Program program =
                Program.of(train, Program.tinyTraining(config, corpus, folder.resolve("runs"), "--set", "name=short"));
        assertThat(program.exitCode()).as(program.err()).isEqualTo(1);
        assertThat(program.err())
                .contains("the updates ended before a limit was reached", "stopped at step 5", "to continue:");
        assertThat(CheckpointReader.read(last("short"), true).progress().step()).isEqualTo(5);
    }

    @Test
    void aRangeTestDrawsACurveSuggestsARateAndSavesNothing() {
        Program program = train(corpus, "range", "--find-learning-rate");
        assertThat(program.exitCode()).as(program.err()).isZero();
        assertThat(program.out())
                .contains("bits per character", "learning rate")
                .containsPattern("suggested: --set training\\.learningRate=\\d\\.\\de-0[1-6] \\(now 0\\.002\\)")
                .doesNotContain("may lie above");
        assertThat(folder.resolve("runs")).doesNotExist();
    }

    @Test
    void aRangeTestWithoutAFallSuggestsNothing() {
        Program program = train(
                corpus,
                "flat",
                "--find-learning-rate",
                "--set",
                "training.optimizer=sgd",
                "--set",
                "training.gradientNorm=1e-12");
        assertThat(program.exitCode()).isEqualTo(1);
        assertThat(program.err()).contains("the loss did not fall between 1e-05 and 1e+00; nothing to suggest");
        assertThat(program.out())
                .contains("bits per character", "still near its lowest at 1e+00: the best rate may lie above")
                .doesNotContain("suggested");
    }
}
