package charrnn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.model.checkpoint.Checkpoint;
import charrnn.model.checkpoint.CheckpointReader;
import charrnn.model.checkpoint.CheckpointWriter;
import charrnn.model.checkpoint.Progress;
import charrnn.train.RunFolder;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.commons.io.file.PathUtils;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A real run, whole and damaged: what {@code --resume} repairs or refuses. */
class RecoveredRunTest {
    @TempDir
    private static Path shared;

    private static TinyRun tiny;

    @TempDir
    private Path folder;

    private Path run;

    @BeforeAll
    static void trainOnce() throws IOException {
        tiny = TinyRun.of(shared, 6, file -> ("int f" + file + "(void);\n").repeat(100));
        tiny.in(shared.resolve("runs").toString())
                .train("training.reportEverySteps=5", "checkpoints.keep=2", "training.epochs=3")
                .done();
    }

    private static Program train(Path runs, String... settings) {
        Stream<String> common = Stream.of("--resume", "training.reportEverySteps=5", "checkpoints.keep=2");
        return tiny.in(runs.toString())
                .train(Stream.concat(common, Stream.of(settings)).toArray(String[]::new));
    }

    @BeforeEach
    void copyRun() throws IOException {
        run = Files.createDirectory(folder.resolve("runs")).resolve("tiny");
        PathUtils.copyDirectory(shared.resolve("runs/tiny"), run);
    }

    private Program goOn() {
        return train(folder.resolve("runs"), "training.epochs=4");
    }

    private Map<String, byte[]> files() throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> paths = Files.list(run)) {
            for (Path file : paths.toList()) {
                files.put(file.getFileName().toString(), Files.readAllBytes(file));
            }
        }
        return files;
    }

    /** {@code --resume} refuses, and keeps all files and the history. */
    private void assertRefused(String... parts) throws IOException {
        Map<String, byte[]> before = files();
        goOn().refused(parts);
        assertThat(files().keySet()).containsAll(before.keySet());
        assertThat(history()).hasBinaryContent(before.get("history.jsonl"));
    }

    private Path history() {
        return run.resolve("history.jsonl");
    }

    private Path last() {
        return run.resolve("last.zip");
    }

    private List<String> steps() throws IOException {
        return files().keySet().stream()
                .filter(name -> name.startsWith("step-"))
                .toList();
    }

    private void rewrite(String configYaml, Progress progress, Checkpoint other) throws IOException {
        CheckpointWriter.write(
                new Checkpoint(other.network(), other.vocabulary(), configYaml, progress, other.state()), last());
    }

    @Test
    void filesLeftByAKillAreRemoved() throws IOException {
        Files.copy(last(), run.resolve("step-00000001_val-1.000.zip"));
        Files.copy(last(), run.resolve("step-00099999_val-1.000.zip"));
        Files.writeString(run.resolve(".last.zip.tmp-999999999"), "half");
        goOn().done();
        assertThat(files().keySet())
                .doesNotContain(
                        "step-00000001_val-1.000.zip", "step-00099999_val-1.000.zip", ".last.zip.tmp-999999999");
        assertThat(steps()).hasSize(2);
    }

    @Test
    void missingLinesOfTheHistoryAreReportedAndTheOthersStay() throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(history()));
        lines.remove(2);
        Files.write(history(), lines);
        Program resumed = goOn().done();
        assertThat(resumed.err()).contains("warning: 1 line of history.jsonl up to step ");
        assertThat(Files.readAllLines(history())).startsWith(lines.toArray(String[]::new));
        assertThat(goOn().err()).doesNotContain("history.jsonl");
    }

    @Test
    void linesOfAnUnfinishedSaveAreNotALoss() throws IOException {
        String before = Files.readString(history());
        Files.writeString(history(), before + "{\"step\":99999,\"trainBpc\":1}\n{\"ste");
        assertThat(goOn().done().err()).doesNotContain("history.jsonl");
        assertThat(Files.readString(history())).startsWith(before).doesNotContain("\"step\":99999");
    }

    @Test
    void aDamagedLastCheckpointIsRefusedAndTheNewestSoundStepFileIsNamed() throws IOException {
        byte[] bytes = Files.readAllBytes(last());
        bytes[bytes.length / 2] ^= 1;
        Files.write(last(), bytes);
        Path newest = run.resolve(steps().get(1));
        assertRefused(
                last() + " is not a charrnn checkpoint: its entry ",
                " is damaged; to continue from an earlier step, copy " + newest + " to " + last());
        Files.write(newest, Arrays.copyOf(bytes, bytes.length / 2));
        Path older = run.resolve(steps().get(0));
        assertRefused("; to continue from an earlier step, copy " + older + " to " + last());
        Files.copy(older, last(), StandardCopyOption.REPLACE_EXISTING);
        goOn().done();
    }

    @Test
    void aRunKilledBeforeItsFirstSaveStartsFromTheBeginning() throws IOException {
        try (var files = Files.newDirectoryStream(run, "*.{zip,jsonl}")) {
            for (Path file : files) {
                Files.delete(file);
            }
        }
        goOn().refused("there is nothing to resume: ", "leave --resume out to begin a run");
        tiny.in(folder.resolve("runs").toString()).train("training.epochs=1").done();
        assertThat(last()).exists();
    }

    @Test
    void aRunThatIsTrainedOrHasNoSplitIsRefused() throws IOException {
        try (Closeable lock = new RunFolder(run).lock()) {
            assertRefused("another charrnn is training into " + run);
        }
        Files.delete(run.resolve("split.json"));
        assertRefused("split.json");
        Files.delete(last());
        try (Closeable lock = new RunFolder(run).lock()) { // of a training before its first save
            assertRefused("another charrnn is training into " + run);
        }
    }

    /** Asks whether a run is locked, until the process is ended. */
    static final class LockChecks {
        public static void main(String[] args) throws IOException {
            RunFolder folder = new RunFolder(Path.of(args[0]));
            for (boolean isFirst = true; ; isFirst = false) {
                folder.isLocked();
                if (isFirst) {
                    System.out.println("begun");
                }
            }
        }
    }

    /** As {@code runs} and {@code evaluate} do while a training starts. */
    @Test
    void askingWhetherARunIsLockedStopsNoTraining() throws IOException {
        Process checks = Program.process(LockChecks.class, run.toString()).start();
        try {
            assertThat(checks.inputReader().readLine()).isEqualTo("begun");
            for (int i = 0; i < 10_000; i++) {
                new RunFolder(run).lock().close();
            }
        } finally {
            checks.destroyForcibly();
        }
    }

    /** Opening a pipe would wait for a program at its other end. */
    @ParameterizedTest
    @ValueSource(strings = {"history.jsonl", "split.json", "training.lock", "config.yaml", "test.json"})
    void aPipeInPlaceOfAFileIsNotOpened(String name) throws Exception {
        String pipe = run.resolve(name).toString();
        Files.deleteIfExists(run.resolve(name));
        assertThat(new ProcessBuilder("mkfifo", pipe).start().waitFor()).isZero();
        Program.run("runs", run.toString()).done();
        Program.run("report", run.toString());
        if (!name.equals("test.json")) {
            goOn().refused(pipe + " is not a regular file");
        }
    }

    @Test
    void aChangedFileOfTheCorpusIsNamed() throws IOException {
        Path file = tiny.corpus().resolve("3.c");
        String text = Files.readString(file);
        Files.writeString(file, text + "x");
        try {
            assertRefused("3.c (changed)");
        } finally {
            Files.writeString(file, text);
        }
    }

    @Test
    void aCheckpointOfAnotherTextIsRefused() throws IOException {
        Checkpoint saved = CheckpointReader.read(last(), true);
        Progress other = Progress.none(1, saved.progress().origin());
        for (int update = 0; update < 5; update++) {
            other = other.afterUpdate(2, 80, 3, other.control());
        }
        rewrite(saved.configYaml(), other, saved);
        assertRefused(last() + " is not of this training text, which has ", "updates an epoch");
    }

    @Test
    void aBadConfigurationInACheckpointIsReportedWithTheFile() throws IOException {
        Checkpoint saved = CheckpointReader.read(last(), true);
        rewrite(saved.configYaml().replace("testShare: 0.05", "testShare: 5"), saved.progress(), saved);
        String mistake = last() + ": its configuration:";
        for (String line :
                List.of("evaluate", "evaluate --corpus " + tiny.corpus(), "sample --context " + tiny.corpus())) {
            Program.line(line + " --checkpoint " + last()).refused(mistake, "corpus.testShare is 5");
        }
    }
}
