package charrnn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import charrnn.config.Config;
import charrnn.config.ConfigLoader;
import charrnn.corpus.Corpus;
import charrnn.model.checkpoint.CheckpointReader;
import charrnn.model.checkpoint.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainerTest {
    private static final Progress.Origin ORIGIN = new Progress.Origin("0", "none", "fast", 1, "a test");

    @TempDir
    private Path folder;

    private Config config;
    private Corpus corpus;
    private RunFolder run;

    @BeforeEach
    void readCorpus() throws IOException {
        for (int file = 0; file < 5; file++) {
            Files.writeString(folder.resolve(file + ".c"), ("int f" + file + "(int a);\n").repeat(100));
        }
        config = ConfigLoader.parse(
                "{model: {hidden: 8}, training: {batchSize: 4, sequenceLength: 16, epochs: 2}}",
                "test",
                List.of("corpus.path=" + folder, "name=test", "checkpoints.directory=" + folder.resolve("runs")));
        corpus = Corpus.load(config.corpus(), warning -> {});
        run = RunFolder.of(config);
        run.create();
    }

    private Trainer trainer(TrainingStart start) throws IOException {
        return new Trainer(config, corpus, run, start, ORIGIN, new RunListener() {});
    }

    private TrainingStart anew() {
        return TrainingStart.anew(config, corpus.vocabulary().size(), ORIGIN);
    }

    @Test
    void spoiltWeightsAreNeverSaved() throws IOException {
        TrainingStart start = anew();
        start.network().params().putScalar(3, Double.NaN);
        Trainer trainer = trainer(start);
        assertThatThrownBy(() -> trainer.run(() -> false))
                .isInstanceOf(TrainingDiverged.class)
                .hasMessageContaining("the weights are not finite")
                .hasMessageContaining("Try a lower training.learningRate (now 0.002)");
        assertThat(run.last()).doesNotExist();
    }

    @Test
    void aLossThatIsNotANumberStopsTheRunAndLeavesTheLastGoodCheckpoint() throws IOException {
        TrainingStart start = anew();
        Trainer trainer = trainer(start);
        int[] asked = {0};
        assertThatThrownBy(() -> trainer.run(() -> {
                    if (++asked[0] == 10) {
                        start.network().params().putScalar(3, Double.POSITIVE_INFINITY);
                    }
                    return false;
                }))
                .isInstanceOf(TrainingDiverged.class)
                .hasMessageContaining("holds the last good checkpoint");
        assertThat(CheckpointReader.read(run.last(), true)
                        .network()
                        .params()
                        .norm2Number()
                        .doubleValue())
                .isFinite();
    }

    @Test
    void stepFilesOfAFutureThatIsLivedOnceMoreAreRemoved() throws IOException {
        trainer(anew()).run(() -> false);
        Path ahead = Files.createFile(run.step(99_999, 1.5));
        trainer(TrainingStart.resumed(config, CheckpointReader.read(run.last(), true)))
                .run(() -> false);
        assertThat(ahead).doesNotExist();
    }

    @Test
    void onlyTheNewestStepFilesAreKept() throws IOException {
        for (long step : new long[] {5, 100_000_000, 7, 99_999_999}) {
            Files.createFile(run.step(step, 2));
        }
        run.prune(2);
        assertThat(run.path())
                .isDirectoryNotContaining("glob:**/step-0000000*")
                .isDirectoryContaining("glob:**/step-100000000_val-2.000.zip")
                .isDirectoryContaining("glob:**/step-99999999_val-2.000.zip");
    }
}
