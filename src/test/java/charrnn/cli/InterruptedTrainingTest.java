package charrnn.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import charrnn.model.checkpoint.Checkpoint;
import charrnn.model.checkpoint.CheckpointReader;
import charrnn.train.Histories;
import com.fasterxml.jackson.databind.JsonNode;
import com.sun.jna.Platform;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.io.function.IOBooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Trainings in a process of their own that receives SIGTERM, SIGINT or SIGKILL in the middle. The moments of kills come from what
 * is seen in the run's folder.
 */
@Tag("long")
class InterruptedTrainingTest {
    @TempDir
    private Path folder;

    private final List<Process> processes = new ArrayList<>();
    private TinyRun tiny;

    @BeforeEach
    void writeFiles() throws IOException {
        tiny = TinyRun.of(folder, 6, file -> ("int f" + file + "(void);\n").repeat(200));
    }

    private String[] training(String runs, String... more) {
        List<String> all = new ArrayList<>(
                List.of("training.reportEverySteps=1", "checkpoints.everySteps=20", "training.validateEverySteps=100"));
        all.addAll(List.of(more));
        return tiny.in(runs).arguments(all.toArray(String[]::new));
    }

    private List<String> endless(String runs) {
        return Program.process(Main.class, training(runs, "training.epochs=100000"))
                .command();
    }

    /** Starts a training; its output goes to a file. */
    private Process begin(String runs, List<String> command) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(runs + ".log").toFile())
                .start();
        processes.add(process);
        return process;
    }

    /** Starts a training and waits until it has made 45 updates. */
    private Process start(String runs, List<String> command) throws IOException {
        Process process = begin(runs, command);
        await(() -> lines(runs) >= 45);
        return process;
    }

    private void await(IOBooleanSupplier seen) throws IOException {
        while (!seen.getAsBoolean()) {
            assertThat(processes).as("the training").allMatch(Process::isAlive);
            Thread.onSpinWait();
        }
    }

    private Path history(String runs) {
        return tiny.in(runs).path().resolve("history.jsonl");
    }

    private int lines(String runs) throws IOException {
        return Files.exists(history(runs)) ? Files.readAllLines(history(runs)).size() : 0;
    }

    @AfterEach
    void leaveNoProcess() throws InterruptedException {
        for (Process process : processes) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor(); // it must not write any more when the folder is deleted
        }
        processes.clear();
    }

    private void assertIsOfTheLastStep(String runs) throws IOException {
        List<JsonNode> history = Histories.read(history(runs));
        assertThat(checkpoint(runs, "last.zip").progress().step())
                .isEqualTo(history.get(history.size() - 1).get("step").asLong());
    }

    private Checkpoint checkpoint(String runs, String file) {
        return CheckpointReader.read(tiny.in(runs).path().resolve(file), true);
    }

    @Test
    void aStopSignalSavesACheckpointFirstAndUntilThenTheFolderIsTaken() throws IOException, InterruptedException {
        Process process = start("stopped", endless("stopped"));
        Program.run(training("stopped", "--resume")).refused("another charrnn is training into", "stopped/tiny");
        process.destroy();
        assertThat(process.waitFor()).as("what a shell sees of SIGTERM").isEqualTo(143);
        assertIsOfTheLastStep("stopped");
        assertThat(folder.resolve("stopped/tiny")).isDirectoryNotContaining("glob:**/.*");
    }

    @Test
    void aFailedSaveAfterAStopSignalGivesExitCodeOne() throws IOException, InterruptedException {
        List<String> rarelySaving = new ArrayList<>(endless("stuck"));
        rarelySaving.addAll(List.of("--set", "checkpoints.everySteps=100000000"));
        rarelySaving.addAll(List.of("--set", "training.validateEverySteps=100000000"));
        Process process = start("stuck", rarelySaving);
        Path last = blockLast("stuck");
        process.destroy();
        assertThat(process.waitFor()).isEqualTo(1);
        assertThat(folder.resolve("stuck.log")).content().contains("Cannot write " + last);
    }

    /** Makes every later write of a run's last checkpoint fail: the training may write it between the two steps. */
    private Path blockLast(String runs) throws IOException {
        Path last = folder.resolve(runs).resolve("tiny/last.zip");
        Path inTheWay =
                Files.createDirectories(folder.resolve("in the way/file")).resolveSibling("");
        while (Files.isRegularFile(last)) {
            Files.delete(last);
            inTheWay.toFile().renameTo(last.toFile());
        }
        return last;
    }

    /** Includes the progress bar, since {@code script} gives the process a terminal. */
    @Test
    void ctrlCOnATerminalSavesFirst() throws IOException, InterruptedException {
        assumeTrue(Platform.isLinux() && Files.isExecutable(Path.of("/usr/bin/script")), "no script(1) here");
        String line = endless("terminal").stream()
                .map(word -> "'" + word.replace("'", "'\\''") + "'")
                .collect(Collectors.joining(" "));
        // A shell's background jobs, this test perhaps among them, ignore Ctrl-C; a program at a terminal does not.
        String atTerminal = "env --default-signal=INT " + line;
        Process process = start("terminal", List.of("/usr/bin/script", "-qec", atTerminal, "/dev/null"));
        try (OutputStream keyboard = process.getOutputStream()) {
            keyboard.write(3);
            keyboard.flush();
            assertThat(process.waitFor()).as("what a shell sees of SIGINT").isEqualTo(130);
        }
        assertThat(folder.resolve("terminal.log"))
                .content()
                .contains("stopping: saving a checkpoint first", "to continue:");
        assertIsOfTheLastStep("terminal");
    }

    /** The event that a kill waits for. */
    private enum Moment {
        /** A temporary file is there. */
        DURING_A_SAVE,
        /** A step file came: the other saves of a validation follow, and the pruning. */
        AT_AN_EPOCHS_END,
        /** The history has grown. */
        BETWEEN_SAVES
    }

    /** Reports and saves do not coincide; some saves come at a validation and some do not. */
    private String[] saving(String runs) {
        return tiny.in(runs)
                .arguments(
                        Files.exists(tiny.in(runs).path().resolve("last.zip")) ? "--resume" : "--verbose",
                        "training.epochs=12",
                        "training.schedule=cosine",
                        "training.reportEverySteps=3",
                        "training.precision=auto",
                        "model.dropout=0.1",
                        "checkpoints.everySteps=20",
                        "checkpoints.keep=2");
    }

    private void killAt(Moment moment, int moreLines) throws IOException, InterruptedException {
        begin("killed", Program.process(Main.class, saving("killed")).command());
        int lines = lines("killed") + moreLines;
        await(() -> lines("killed") >= lines);
        Set<String> before = names();
        await(() -> switch (moment) {
            case DURING_A_SAVE -> names().stream().anyMatch(name -> name.contains(".tmp-"));
            case AT_AN_EPOCHS_END ->
                names().stream().anyMatch(name -> name.startsWith("step-") && !before.contains(name));
            case BETWEEN_SAVES -> true;
        });
        leaveNoProcess();
    }

    private Set<String> names() throws IOException {
        try (Stream<Path> files = Files.list(tiny.in("killed").path())) {
            return files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
        }
    }

    @Test
    void aKilledAndResumedTrainingEndsAsAnUninterruptedOne() throws IOException, InterruptedException {
        Path functions = Files.createDirectory(folder.resolve("functions"));
        tiny = TinyRun.of(functions, 6, file -> ("int f" + file + "(void)\n{\n}\n").repeat(60 + 7 * file));
        Random random = new Random(7);
        for (Moment moment :
                List.of(Moment.BETWEEN_SAVES, Moment.DURING_A_SAVE, Moment.AT_AN_EPOCHS_END, Moment.DURING_A_SAVE)) {
            killAt(moment, 1 + random.nextInt(15));
        }
        for (String runs : List.of("killed", "whole")) {
            Program.run(saving(runs)).done();
        }
        for (String file : List.of("last.zip", "best.zip")) {
            Checkpoint killed = checkpoint("killed", file);
            Checkpoint whole = checkpoint("whole", file);
            assertThat(killed.network().params())
                    .as(file)
                    .isEqualTo(whole.network().params());
            assertThat(killed.network().getUpdater().getStateViewArray())
                    .as(file)
                    .isEqualTo(whole.network().getUpdater().getStateViewArray());
            assertThat(killed.state()).as(file).usingRecursiveComparison().isEqualTo(whole.state());
        }
        assertThat(Histories.read(history("killed"))).isNotEmpty().isEqualTo(Histories.read(history("whole")));
    }
}
