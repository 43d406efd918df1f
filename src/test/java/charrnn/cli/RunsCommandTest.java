package charrnn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.model.checkpoint.Checkpoint;
import charrnn.model.checkpoint.CheckpointReader;
import charrnn.model.checkpoint.CheckpointWriter;
import charrnn.train.RunFolder;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The output of {@code runs} for folders in all states. */
class RunsCommandTest {
    @TempDir
    private static Path training;

    private static Path trained;

    @TempDir
    private Path folder;

    @BeforeAll
    static void trainOnce() throws IOException {
        TinyRun tiny = TinyRun.of(training, 4, file -> ("int a" + file + ";\n").repeat(150));
        tiny.train("training.epochs=1").done();
        trained = tiny.path();
    }

    /** Copies the run, and sets the time of its last checkpoint in seconds. */
    private Path run(String name, long second) throws IOException {
        Path run = folder.resolve(name);
        FileUtils.copyDirectory(trained.toFile(), run.toFile());
        Files.setLastModifiedTime(run.resolve("last.zip"), FileTime.fromMillis(1000 * second));
        return run;
    }

    /** The cells of each row, that of the heading first. */
    private List<List<String>> table(Path of) {
        Program program = Program.run("runs", of.toString()).done();
        return program.out()
                .lines()
                .map(line -> Arrays.asList(line.split(" {2,}")))
                .toList();
    }

    @Test
    void theNewestRunComesFirstAndOtherFoldersAreLeftOut() throws IOException {
        run("older", 1000);
        run("newest", 3000);
        run("middle", 2000);
        Files.createDirectory(folder.resolve("empty"));
        Files.writeString(folder.resolve("notes.txt"), "mine");
        List<List<String>> rows = table(folder);
        assertThat(rows).extracting(row -> row.get(0)).containsExactly("run", "newest", "middle", "older");
        assertThat(rows.get(0))
                .containsExactly("run", "network", "validation", "test", "minutes", "last change", "state");
        assertThat(rows.get(1)).hasSize(7).contains("[12, 12]", "over");
        assertThat(rows.get(1).get(2)).matches("\\d\\.\\d{3}");
        assertThat(rows.get(1).get(3)).isEqualTo("-");
    }

    /** The states of the runs, by their names. */
    private Map<String, String> states() {
        return table(folder).stream()
                .skip(1)
                .collect(Collectors.toMap(row -> row.get(0), row -> row.get(row.size() - 1)));
    }

    @Test
    void everyRunHasItsState() throws IOException {
        Path resumable = run("short", 1000).resolve("last.zip");
        Checkpoint last = CheckpointReader.read(resumable, true);
        String twoEpochs = last.configYaml().replace("epochs: 1", "epochs: 2");
        CheckpointWriter.write(
                new Checkpoint(last.network(), last.vocabulary(), twoEpochs, last.progress(), last.state()), resumable);
        Path shipped = Files.createDirectory(folder.resolve("shipped"));
        Program.line("export --without-updater --checkpoint " + trained + " --out " + shipped + "/best.zip")
                .done();
        Path cut = run("cut", 3000).resolve("best.zip");
        Files.write(cut, Arrays.copyOf(Files.readAllBytes(cut), 300));
        Files.writeString(run("text", 2000).resolve("last.zip"), "no zip");
        Path begun = Files.createDirectory(folder.resolve("begun"));
        Files.writeString(begun.resolve("history.jsonl"), "{}\n");
        try (Closeable lock = new RunFolder(run("busy", 1000)).lock()) {
            assertThat(states()).containsEntry("busy", "training");
        }
        assertThat(states())
                .hasSize(6)
                .containsEntry("busy", "over")
                .containsEntry("short", "resumable")
                .containsEntry("shipped", "network only")
                .containsEntry("begun", "nothing saved")
                .hasEntrySatisfying("cut", state -> assertThat(state)
                        .startsWith("over")
                        .contains("best.zip is not a charrnn checkpoint: it ends early"))
                .hasEntrySatisfying("text", state -> assertThat(state)
                        .startsWith("broken")
                        .contains("last.zip is not a charrnn checkpoint: it is not a zip file"));
    }

    @Test
    void aFolderWithoutRunsIsNoError() {
        Program program = Program.run("-v", "runs", folder.toString()).done();
        assertThat(program.out()).isEmpty();
        assertThat(program.err()).contains("there is no run in " + folder, "quick.yaml");
    }

    /** The repository has the Linux model. */
    @Test
    void withoutAFolderTheLinuxModelIsListedOnce() {
        assertThat(Program.run("runs").out().lines().filter(line -> line.startsWith("linux ")))
                .hasSize(1);
    }
}
