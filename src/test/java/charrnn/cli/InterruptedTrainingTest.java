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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Trainings in a process of their own that receives SIGKILL or SIGTERM in the middle. */
@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class InterruptedTrainingTest {
    @TempDir
    private Path folder;

    private final List<Process> processes = new ArrayList<>();
    private Path corpus;
    private Path config;

    @BeforeEach
    void writeFiles() throws IOException {
        corpus = Files.createDirectory(folder.resolve("corpus"));
        for (int file = 0; file < 6; file++) {
            Files.writeString(corpus.resolve(file + ".c"), ("int f" + file + "(void);\n").repeat(200));
        }
        config = Files.writeString(folder.resolve("tiny.yaml"), "");
    }

    private String[] training(String runs, String epochs, String... more) {
        List<String> sets = new ArrayList<>(List.of(
                "--set",
                "training.epochs=" + epochs,
                "--set",
                "checkpoints.everySteps=20",
                "--set",
                "name=tiny",
                "--set",
                "training.validateEverySteps=100"));
        sets.addAll(List.of(more));
        return Program.tinyTraining(config, corpus, folder.resolve(runs), sets.toArray(String[]::new));
    }

    private List<String> endless(String runs) {
        return command(runs, "100000");
    }

    private List<String> command(String runs, String epochs) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "charrnn.cli.Main"));
        command.addAll(List.of(training(runs, epochs, "--set", "training.reportEverySteps=1")));
        return command;
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

    /** Waits for the end of a process and returns its exit code. */
    private static int exitCode(Process process) throws InterruptedException {
        return process.waitFor();
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
    void aKilledTrainingIsResumedAndEndsAsAnUninterruptedOne() throws IOException, InterruptedException {
        Process process = start("killed", endless("killed"));
        process.destroyForcibly().waitFor();
        long saved = last("killed").progress().step();
        assertThat(saved).isPositive();
        assertThat(saved % 20).isZero();
        String epochs = Long.toString(last("killed").progress().epoch() + 1L);

        Program resumed = Program.run(training("killed", epochs, "--resume", "--set", "training.reportEverySteps=1"));
        assertThat(resumed.exitCode()).as(resumed.err()).isZero();
        Program whole = Program.run(training("whole", epochs, "--set", "training.reportEverySteps=1"));
        assertThat(whole.exitCode()).as(whole.err()).isZero();

        assertThat(last("killed").network().params())
                .isEqualTo(last("whole").network().params());
        assertThat(last("killed").network().getUpdater().getStateViewArray())
                .isEqualTo(last("whole").network().getUpdater().getStateViewArray());
        assertThat(steps("killed")).isEqualTo(steps("whole"));
    }

    @Test
    void aStopSignalSavesACheckpointFirst() throws IOException, InterruptedException {
        Process process = start("stopped", endless("stopped"));
        process.destroy();
        assertThat(exitCode(process)).as("what a shell sees of SIGTERM").isEqualTo(143);
        List<Long> steps = steps("stopped");
        assertThat(last("stopped").progress().step()).isEqualTo(steps.get(steps.size() - 1));
        assertThat(folder.resolve("stopped/tiny")).isDirectoryNotContaining("glob:**/.*");
    }

    @Test
    void aFolderThatAnotherProcessTrainsIntoIsRefused() throws IOException, InterruptedException {
        Process process = start("taken", endless("taken"));
        Program second = Program.run(training("taken", "100000", "--resume"));
        assertThat(second.exitCode()).as(second.err()).isEqualTo(2);
        assertThat(second.err()).contains("another charrnn is training into", "taken/tiny");
        assertThat(process.isAlive()).isTrue();
    }

    @Test
    void aFailedSaveEndsTheTrainingWithExitCodeOne() throws IOException, InterruptedException {
        Process process = start("unsaved", endless("unsaved"));
        Path last = blockLast("unsaved");
        assertThat(exitCode(process)).isEqualTo(1);
        assertThat(folder.resolve("unsaved.log")).content().contains("Cannot write " + last);
    }

    @Test
    void aFailedSaveAfterAStopSignalGivesExitCodeOne() throws IOException, InterruptedException {
        List<String> rarelySaving = endless("stuck");
        rarelySaving.addAll(List.of("--set", "checkpoints.everySteps=100000000"));
        rarelySaving.addAll(List.of("--set", "training.validateEverySteps=100000000"));
        Process process = start("stuck", rarelySaving);
        Path last = blockLast("stuck");
        process.destroy();
        assertThat(exitCode(process)).isEqualTo(1);
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
            assertThat(exitCode(process)).as("what a shell sees of SIGINT").isEqualTo(130);
        }
        assertThat(folder.resolve("terminal.log"))
                .content()
                .contains("stopping: saving a checkpoint first", "to continue:");
        List<Long> steps = steps("terminal");
        assertThat(last("terminal").progress().step()).isEqualTo(steps.get(steps.size() - 1));
    }
}
