package charrnn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.model.checkpoint.Checkpoint;
import charrnn.model.checkpoint.CheckpointReader;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A training that is killed and resumed again and again ends as an uninterrupted one. The short form of {@code
 * bench/reliability/kills.py}: the moments come from what is seen in the run's folder.
 */
@Tag("long")
@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class KilledTrainingTest {
    /** The event that a kill waits for. */
    private enum Moment {
        /** A temporary file is there. */
        DURING_A_SAVE,
        /** A step file came: the other saves of a validation follow, and the pruning. */
        AT_AN_EPOCHS_END,
        /** The history has grown. */
        BETWEEN_SAVES
    }

    @TempDir
    private Path folder;

    private TinyRun tiny;

    @BeforeEach
    void writeFiles() throws IOException {
        tiny = TinyRun.of(folder, 6, file -> ("int f" + file + "(void)\n{\n}\n").repeat(60 + 7 * file));
    }

    /** Reports and saves do not coincide; some saves come at a validation and some do not. */
    private String[] training(String runs) {
        return tiny.in(runs)
                .arguments(
                        Files.exists(run(runs).resolve("last.zip")) ? "--resume" : "--verbose",
                        "training.epochs=12",
                        "training.schedule=cosine",
                        "training.reportEverySteps=3",
                        "training.precision=auto",
                        "model.dropout=0.1",
                        "training.score.samples=2",
                        "training.score.length=60",
                        "checkpoints.everySteps=20",
                        "checkpoints.keep=2");
    }

    private void killAt(Moment moment, int moreLines) throws IOException, InterruptedException {
        Path log = folder.resolve("log");
        Process process = Program.process(Main.class, training("killed"))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            long lines = lines() + moreLines;
            awaiting(process, log, () -> lines() >= lines);
            Set<String> before = names();
            awaiting(process, log, () -> switch (moment) {
                case DURING_A_SAVE -> names().stream().anyMatch(name -> name.contains(".tmp-"));
                case AT_AN_EPOCHS_END ->
                    names().stream().anyMatch(name -> name.startsWith("step-") && !before.contains(name));
                case BETWEEN_SAVES -> true;
            });
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    /** A condition on the run's folder. */
    private interface Sight {
        boolean isSeen() throws IOException;
    }

    private static void awaiting(Process process, Path log, Sight sight) throws IOException {
        while (!sight.isSeen()) {
            assertThat(process.isAlive()).as("it trains: " + log).isTrue();
            Thread.onSpinWait();
        }
    }

    private Path run(String runs) {
        return tiny.in(runs).path();
    }

    private Set<String> names() throws IOException {
        if (!Files.exists(run("killed"))) {
            return Set.of();
        }
        try (Stream<Path> files = Files.list(run("killed"))) {
            return files.map(file -> file.getFileName().toString()).collect(Collectors.toCollection(HashSet::new));
        }
    }

    private long lines() throws IOException {
        Path history = run("killed").resolve("history.jsonl");
        return Files.exists(history)
                ? Files.readString(history).chars().filter(c -> c == '\n').count()
                : 0;
    }

    private List<JsonNode> history(String runs) throws IOException {
        return charrnn.train.TinyRun.history(run(runs).resolve("history.jsonl"));
    }

    @Test
    void aKilledAndResumedTrainingEndsAsAnUninterruptedOne() throws IOException, InterruptedException {
        Random random = new Random(7);
        for (Moment moment :
                List.of(Moment.BETWEEN_SAVES, Moment.DURING_A_SAVE, Moment.AT_AN_EPOCHS_END, Moment.DURING_A_SAVE)) {
            killAt(moment, 1 + random.nextInt(15));
            Program inspect = Program.run("inspect", run("killed").toString());
            assertThat(inspect.exitCode())
                    .as(moment + ": " + inspect.out() + inspect.err())
                    .isZero();
        }
        for (String runs : List.of("killed", "whole")) {
            Program.run(training(runs)).done();
        }
        for (String file : List.of("last.zip", "best.zip")) {
            Checkpoint killed = CheckpointReader.read(run("killed").resolve(file), true);
            Checkpoint whole = CheckpointReader.read(run("whole").resolve(file), true);
            assertThat(killed.network().params())
                    .as(file)
                    .isEqualTo(whole.network().params());
            assertThat(killed.network().getUpdater().getStateViewArray())
                    .as(file)
                    .isEqualTo(whole.network().getUpdater().getStateViewArray());
            assertThat(killed.state()).as(file).usingRecursiveComparison().isEqualTo(whole.state());
        }
        assertThat(history("killed"))
                .isEqualTo(history("whole"))
                .anyMatch(line -> line.path("functions").intValue() > 0);
    }
}
