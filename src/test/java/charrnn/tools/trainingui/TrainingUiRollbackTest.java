package charrnn.tools.trainingui;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.config.Config;
import charrnn.config.Config.UiConfig;
import charrnn.config.ConfigLoader;
import charrnn.corpus.Corpus;
import charrnn.model.checkpoint.Progress;
import charrnn.train.Learner;
import charrnn.train.RunFolder;
import charrnn.train.Trainer;
import charrnn.train.TrainingStart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.deeplearning4j.ui.model.stats.StatsListener;
import org.deeplearning4j.ui.model.stats.api.StatsReport;
import org.deeplearning4j.ui.model.storage.FileStatsStorage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The training UI as the listener of a real training. */
class TrainingUiRollbackTest {
    private static final Progress.Origin ORIGIN = new Progress.Origin("0", "none", "fast", 1, "a test");

    @TempDir
    private Path folder;

    /** Deeplearning4j's chart would renumber all its points if a step came twice. */
    @Test
    void aRollbackDropsTheStatisticsOfLaterSteps() throws IOException {
        for (int file = 0; file < 5; file++) {
            Files.writeString(folder.resolve(file + ".c"), ("int f" + file + "(int a);\n").repeat(100));
        }
        Config config = ConfigLoader.parse(
                "{model: {layers: 1, hidden: 8}, training: {batchSize: 4, sequenceLength: 16, epochs: 2,"
                        + " validateEverySteps: 3}, checkpoints: {everySteps: 4}}",
                "test",
                List.of("corpus.path=" + folder, "name=test", "checkpoints.directory=" + folder.resolve("runs")));
        Corpus corpus = Corpus.load(config.corpus(), warning -> {});
        RunFolder run = RunFolder.of(config);
        run.create();
        TrainingStart start =
                TrainingStart.fromScratch(config, corpus.vocabulary().size(), ORIGIN);
        Path store = folder.resolve("ui.db");
        UiConfig uiConfig = new UiConfig(true, "127.0.0.1", 0, store.toString(), 1);
        int[] updates = {0};
        Progress end;
        try (TrainingUi ui =
                TrainingUi.start(uiConfig, "run", () -> "", message -> {}).orElseThrow()) {
            Trainer trainer = new Trainer(
                    config, corpus, run, start, List.of(ui), plan -> new Learner.Local(config, start.network(), plan));
            end = trainer.run(() -> {
                if (++updates[0] == 12) {
                    start.network().params().putScalar(3, Double.NaN);
                }
                return false;
            });
        }
        assertThat(end.control().rollbacks()).isEqualTo(1);
        assertThat(steps(store, StatsListener.TYPE_ID))
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, (int) end.step()).boxed().toList());
        assertThat(steps(store, "Validation"))
                .isSorted()
                .doesNotHaveDuplicates()
                .startsWith(3, 6, 9, 12);
    }

    /** The steps of the reports of a type in a store of one session, in their order. */
    private static List<Integer> steps(Path store, String type) throws IOException {
        FileStatsStorage stored = new FileStatsStorage(store.toFile());
        List<Integer> steps = stored.getAllUpdatesAfter(stored.listSessionIDs().get(0), type, "charrnn", 0).stream()
                .map(update -> ((StatsReport) update).getIterationCount())
                .toList();
        stored.close();
        return steps;
    }
}
