package charrnn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import charrnn.config.Config;
import charrnn.corpus.Corpus;
import charrnn.files.AtomicFile;
import charrnn.model.checkpoint.Checkpoint;
import charrnn.model.checkpoint.CheckpointReader;
import charrnn.model.checkpoint.Progress;
import charrnn.train.DivergenceDetector.Divergence;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.apache.commons.io.FileUtils;
import org.apache.commons.io.function.IORunnable;
import org.apache.commons.io.function.Uncheck;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainerTest {
    @TempDir
    private Path folder;

    private Config config;
    private Corpus corpus;
    private RunFolder run;

    @BeforeEach
    void readCorpus() throws IOException {
        TinySession.writeCorpus(folder);
        configure();
        corpus = Corpus.load(config.corpus(), warning -> {});
        run = RunFolder.of(config);
        run.create();
    }

    private void configure(String... overrides) {
        config = TinySession.config(folder, overrides);
    }

    private Trainer trainer(Session start, RunListener... listeners) throws IOException {
        return new Trainer(start, new Learner.Local(start), List.of(listeners));
    }

    private Session fromScratch() {
        return Session.first(config, corpus, run, Optional.empty(), TinySession.ORIGIN);
    }

    private Session resumed() {
        return Session.resumed(config, corpus, run, CheckpointReader.read(run.last(), true), TinySession.ORIGIN);
    }

    @Test
    void spoiltWeightsAreNeverSaved() throws IOException {
        Session start = fromScratch();
        start.network().params().putScalar(3, Double.NaN);
        Trainer trainer = trainer(start);
        assertThatThrownBy(() -> trainer.run(() -> false))
                .isInstanceOf(Divergence.class)
                .hasMessageContaining("the weights are not finite")
                .hasMessageContaining("Try a lower training.learningRate (now 0.002)");
        assertThat(run.last()).doesNotExist();
    }

    /** Never requests a stop; runs an action at its n-th evaluation, from 1. */
    private static BooleanSupplier at(int evaluation, IORunnable action) {
        int[] evaluations = {0};
        return () -> {
            if (++evaluations[0] == evaluation) {
                Uncheck.run(action);
            }
            return false;
        };
    }

    private List<JsonNode> history() throws IOException {
        return Histories.read(run.history());
    }

    /** Values of a field in the lines that have it. */
    private List<String> history(String field) throws IOException {
        return history().stream()
                .filter(line -> line.has(field))
                .map(line -> line.get(field).asText())
                .toList();
    }

    @Test
    void aDivergenceIsRolledBackToTheLastGoodCheckpointAtHalfTheRate() throws IOException {
        configure("checkpoints.everySteps=4", "training.reportEverySteps=2");
        Session start = fromScratch();
        Progress end = trainer(start).run(at(9, () -> start.network().params().putScalar(3, Double.NaN)));
        assertThat(end.control().rollbacks()).isEqualTo(1);
        assertThat(end.control().rateFactor()).isEqualTo(0.5);
        assertThat(end.epoch()).isEqualTo(2);
        assertThat(history("event"))
                .singleElement()
                .asString()
                .contains("diverged at step 9", "back to step 8", "multiplied by 0.5");
        assertThat(history().stream().filter(line -> line.has("trainBpc")).map(line -> line.get("step")
                        .asLong()))
                .isSorted()
                .doesNotHaveDuplicates()
                .hasSize(Math.toIntExact(end.step() / 2));
        assertThat(CheckpointReader.read(run.last(), true).progress().control()).isEqualTo(end.control());
    }

    @Test
    void anExplodingLossIsADivergence() throws IOException {
        configure("checkpoints.everySteps=4", "training.batchSize=32", "training.epochs=40", "training.rollbacks=1");
        Session start = fromScratch();
        Progress end = trainer(start).run(at(49, () -> start.network().params().muli(-1000)));
        assertThat(end.control().rollbacks()).isEqualTo(1);
        assertThat(history("event")).singleElement().asString().contains("the loss rose from");
        assertThat(end.losses().lastTrainBpc().orElseThrow())
                .isLessThan(end.control().lowestBpc().orElseThrow() + 0.5);
    }

    @Test
    void aRunThatDivergesTooOftenEndsAndLeavesTheLastGoodCheckpoint() throws IOException {
        configure("training.rollbacks=2");
        Session start = fromScratch();
        int[] evaluations = {0};
        Trainer trainer = trainer(start);
        assertThatThrownBy(() -> trainer.run(() -> {
                    if (++evaluations[0] % 10 == 0) {
                        start.network().params().putScalar(3, Double.POSITIVE_INFINITY);
                    }
                    return false;
                }))
                .isInstanceOf(Divergence.class)
                .hasMessageContaining("after 2 rollbacks")
                .hasMessageContaining("holds the last good checkpoint");
        Checkpoint last = CheckpointReader.read(run.last(), true);
        assertThat(last.network().params().norm2Number().doubleValue()).isFinite();
        assertThat(last.progress().control().rateFactor()).isEqualTo(0.25);
        assertThat(history("event")).hasSize(2);
    }

    @Test
    void afterEarlyStoppingAResumeMakesNoUpdate() throws IOException {
        configure("training.patience=2", "training.learningRate=1e-30", "training.epochs=50");
        Progress end = trainer(fromScratch()).run(() -> false);
        assertThat(end.epoch()).isLessThan(50);
        assertThat(end.control().validationsSinceBest()).isEqualTo(2);
        assertThat(history("event")).singleElement().asString().contains("stopped early");
        Trainer again = trainer(resumed());
        assertThat(again.run(() -> false).step()).isEqualTo(end.step());
    }

    @Test
    void aDeletedFolderEndsTheTraining() throws IOException {
        configure("checkpoints.everySteps=4");
        Trainer trainer = trainer(fromScratch());
        assertThatThrownBy(() -> trainer.run(
                        at(9, () -> FileUtils.deleteQuietly(run.path().toFile()))))
                .isInstanceOf(IOException.class)
                .hasMessage("Cannot write " + run.last() + ": there is no folder " + run.path());
        assertThat(run.path()).doesNotExist();
    }

    @Test
    void aDeletedBestIsReplacedAtTheNextValidation() throws IOException {
        configure("training.validateEverySteps=4", "training.epochs=1", "training.learningRate=1e-30");
        Progress end = trainer(fromScratch())
                .run(at(5, () -> FileUtils.deleteQuietly(run.best().toFile())));
        assertThat(CheckpointReader.read(run.best(), false).progress().step())
                .isEqualTo(end.losses().bestStep());
    }

    @Test
    void weightsAreCheckedBeforeTheyAreValidated() throws IOException {
        configure("training.batchSize=16", "checkpoints.everySteps=4", "training.validateEverySteps=4");
        Session start = fromScratch();
        List<Long> spoilt = new ArrayList<>();
        RunListener spoiling = new RunListener() {
            @Override
            public void stepped(Step now) {
                if (now.step() == 12 && spoilt.isEmpty()) {
                    start.network().params().putScalar(3, Double.NaN);
                    spoilt.add(now.step());
                }
            }
        };
        Progress end = trainer(start, spoiling).run(() -> false);
        assertThat(end.control().rollbacks()).isEqualTo(1);
        assertThat(history("event")).singleElement().asString().contains("weights are not finite", "back to step 8");
    }

    @Test
    void anExplodingNetworkIsNotSavedWhenTheTrainingIsStopped() throws IOException {
        configure("checkpoints.everySteps=4");
        Session start = fromScratch();
        int[] evaluations = {0};
        trainer(start).run(() -> {
            if (++evaluations[0] == 9) {
                start.network().params().muli(-600);
            }
            return evaluations[0] >= 10;
        });
        assertThat(history("event")).singleElement().asString().contains("not saved: the loss has risen from");
        assertThat(CheckpointReader.read(run.last(), true).progress().step()).isEqualTo(8);
    }

    @Test
    void resumedRunsEndBitForBitAsUninterruptedOnes() throws IOException {
        configure(
                "checkpoints.everySteps=3",
                "training.batchSize=16",
                "training.reportEverySteps=4",
                "training.validateEverySteps=5",
                "training.weightDecay=0.1",
                "training.resetShare=0.3",
                "model.match=2",
                "training.matchDropout=0.3",
                "training.matchMemory=true",
                "training.precision=auto",
                "model.layers=2",
                "model.gates=coupled",
                "model.dropout=0.3");
        trainer(fromScratch()).run(() -> false);
        Checkpoint whole = CheckpointReader.read(run.last(), true);
        List<JsonNode> history = history();

        for (int stop : new int[] {1, 6, 9, 11, 17}) {
            FileUtils.deleteQuietly(run.path().toFile());
            run.create();
            assertThatThrownBy(() -> trainer(fromScratch()).run(at(stop, () -> {
                        throw new IllegalStateException("killed");
                    })))
                    .hasMessage("killed");
            trainer(resumed()).run(() -> false);
            Checkpoint resumed = CheckpointReader.read(run.last(), true);
            assertThat(resumed.network().params()).isEqualTo(whole.network().params());
            assertThat(resumed.network().getUpdater().getStateViewArray())
                    .isEqualTo(whole.network().getUpdater().getStateViewArray());
            assertThat(resumed.state()).usingRecursiveComparison().isEqualTo(whole.state());
            assertThat(resumed.progress().losses()).isEqualTo(whole.progress().losses());
            assertThat(resumed.progress().control()).isEqualTo(whole.progress().control());
            assertThat(history()).isEqualTo(history);
        }
        assertThat(whole.hasCoupledGates()).isTrue();
    }

    @Test
    void onlyTheNewestStepFilesAreKept() throws IOException {
        for (long step : new long[] {5, 100_000_000, 7, 99_999_999}) {
            Files.createFile(run.step(step, 2));
        }
        run.obsolete(100_000_000, 2).forEach(AtomicFile::deleteQuietly);
        assertThat(run.path())
                .isDirectoryNotContaining("glob:**/step-0000000*")
                .isDirectoryContaining("glob:**/step-100000000_val-2.000.zip")
                .isDirectoryContaining("glob:**/step-99999999_val-2.000.zip");
    }
}
