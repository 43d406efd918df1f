package charrnn.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import charrnn.model.checkpoint.Checkpoint;
import charrnn.model.checkpoint.CheckpointReader;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.jna.Platform;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Trainings in a process of their own that receives SIGTERM or SIGINT in the middle. */
@Tag("long")
@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
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

    private List<String> command(String runs, int epochs) {
        return Program.process(Main.class, training(runs, "training.epochs=" + epochs))
                .command();
    }

    private List<String> endless(String runs) {
        return command(runs, 100_000);
    }

    /** Starts a training and waits until it has made 45 updates; its output goes to a file. */
    private Process start(String runs, List<String> command) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(runs + ".log").toFile())
                .start();
        processes.add(process);
        awaitLines(runs, 45);
        return process;
    }

    private void awaitLines(String runs, int count) throws IOException {
        while (lines(runs) < count) {
            assertThat(processes).as("the training").allMatch(Process::isAlive);
            Thread.onSpinWait();
        }
    }

    private int lines(String runs) throws IOException {
        Path history = folder.resolve(runs).resolve("tiny/history.jsonl");
        return Files.exists(history) ? Files.readAllLines(history).size() : 0;
    }

    @AfterEach
    void leaveNoProcess() throws InterruptedException {
        for (Process process : processes) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor(); // it must not write any more when the folder is deleted
        }
    }

    private List<Long> steps(String runs) throws IOException {
        ObjectMapper json = new ObjectMapper();
        List<Long> steps = new ArrayList<>();
        for (String line : Files.readAllLines(folder.resolve(runs).resolve("tiny/history.jsonl"))) {
            steps.add(json.readTree(line).get("step").asLong());
        }
        return steps;
    }

    private Checkpoint last(String runs) {
        return CheckpointReader.read(folder.resolve(runs).resolve("tiny/last.zip"), true);
    }

    @Test
    void aStopSignalSavesACheckpointFirstAndUntilThenTheFolderIsTaken() throws IOException, InterruptedException {
        Process process = start("stopped", endless("stopped"));
        Program.run(training("stopped", "--resume")).refused("another charrnn is training into", "stopped/tiny");
        process.destroy();
        assertThat(process.waitFor()).as("what a shell sees of SIGTERM").isEqualTo(143);
        List<Long> steps = steps("stopped");
        assertThat(last("stopped").progress().step()).isEqualTo(steps.get(steps.size() - 1));
        assertThat(folder.resolve("stopped/tiny")).isDirectoryNotContaining("glob:**/.*");
    }

    @Test
    void aFailedSaveEndsTheTrainingWithExitCodeOne() throws IOException, InterruptedException {
        Process process = start("unsaved", endless("unsaved"));
        Path last = blockLast("unsaved");
        assertThat(process.waitFor()).isEqualTo(1);
        assertThat(folder.resolve("unsaved.log")).content().contains("Cannot write " + last);
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

    /** Makes every later write of a run's last checkpoint fail. */
    private Path blockLast(String runs) throws IOException {
        Path last = folder.resolve(runs).resolve("tiny/last.zip");
        Path inTheWay =
                Files.createDirectories(folder.resolve("in the way/file")).resolveSibling("");
        while (Files.isRegularFile(last)) { // the training may write it between the two
            Files.delete(last);
            tryToMove(inTheWay, last);
        }
        return last;
    }

    private static void tryToMove(Path from, Path to) throws IOException {
        try {
            Files.move(from, to);
        } catch (FileSystemException e) {
            // Once more.
        }
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
        List<Long> steps = steps("terminal");
        assertThat(last("terminal").progress().step()).isEqualTo(steps.get(steps.size() - 1));
    }
}
