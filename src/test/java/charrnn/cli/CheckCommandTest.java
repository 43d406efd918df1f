package charrnn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.io.file.PathUtils;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code check} on the folder of a real run, whole and damaged. */
class CheckCommandTest {
    @TempDir
    private static Path shared;

    private static Path corpus;
    private static Path trained;

    @TempDir
    private Path folder;

    private Path run;

    @BeforeAll
    static void trainOnce() throws IOException {
        corpus = Files.createDirectory(shared.resolve("corpus"));
        for (int file = 0; file < 6; file++) {
            Files.writeString(corpus.resolve(file + ".c"), ("int f" + file + "(void);\n").repeat(100));
        }
        Path config = Files.writeString(shared.resolve("tiny.yaml"), "");
        Program training = Program.run(Program.tinyTraining(config, corpus, shared.resolve("runs")));
        assertThat(training.exitCode()).as(training.err()).isZero();
        trained = shared.resolve("runs/tiny");
    }

    @BeforeEach
    void copyRun() throws IOException {
        run = folder.resolve("run");
        PathUtils.copyDirectory(trained, run);
    }

    private static Program check(Path path, String... more) {
        List<String> args = new ArrayList<>(List.of("check", path.toString()));
        args.addAll(Arrays.asList(more));
        return Program.run(args.toArray(String[]::new));
    }

    private void isSound(String... parts) {
        Program program = check(run);
        assertThat(program.exitCode()).as(program.out() + program.err()).isZero();
        assertThat(program.out()).startsWith(run + " is sound").contains(parts).doesNotContain("PROBLEM");
    }

    private void isNotSound(String... parts) {
        Program program = check(run);
        assertThat(program.exitCode()).as(program.out() + program.err()).isEqualTo(1);
        assertThat(program.out())
                .startsWith(run + " is not sound")
                .contains("PROBLEM: ")
                .contains(parts);
    }

    private Path history() {
        return run.resolve("history.jsonl");
    }

    private List<String> lines() throws IOException {
        return new ArrayList<>(Files.readAllLines(history()));
    }

    private void append(String text) throws IOException {
        Files.writeString(history(), text, StandardOpenOption.APPEND);
    }

    @Test
    void anUnchangedRunIsSound() {
        isSound("last.zip", "best.zip", "step-", "history.jsonl", "config.yaml", "6 files of the corpus, unchanged");
    }

    @Test
    void jsonHasTheFilesAndTheStepToResume() throws IOException {
        JsonNode document = new ObjectMapper().readTree(check(run, "--json").out());
        assertThat(document.get("sound").asBoolean()).isTrue();
        assertThat(document.get("path").asText()).isEqualTo(run.toString());
        assertThat(document.at("/resume/possible").asBoolean()).isTrue();
        JsonNode last = document.at("/files/0");
        assertThat(last.get("file").asText()).isEqualTo("last.zip");
        assertThat(last.get("step").asLong())
                .isPositive()
                .isEqualTo(document.at("/resume/step").asLong());
        assertThat(last.get("validationBpc").asDouble()).isPositive();
        assertThat(document.findValuesAsText("file"))
                .contains("best.zip", "history.jsonl", "config.yaml", "split.json");
        assertThat(document.findValue("countedLines").asInt()).isEqualTo(lines().size());
    }

    @Test
    void aChangedByteOfACheckpointIsAProblem() throws IOException {
        Path best = run.resolve("best.zip");
        byte[] bytes = Files.readAllBytes(best);
        bytes[bytes.length / 2] ^= 1;
        Files.write(best, bytes);
        isNotSound("is damaged", "goes on from step");
    }

    @Test
    void aTruncatedCheckpointIsAProblem() throws IOException {
        Path last = run.resolve("last.zip");
        byte[] bytes = Files.readAllBytes(last);
        Files.write(last, Arrays.copyOf(bytes, bytes.length / 2));
        isNotSound(
                "PROBLEM: is not a charrnn checkpoint: it ends early",
                "--resume                     not possible: the checkpoint is not sound");
    }

    @Test
    void aCheckpointNamedForAnotherStepIsAProblem() throws IOException {
        Files.copy(run.resolve("last.zip"), run.resolve("step-00099999_val-1.000.zip"));
        isNotSound("PROBLEM: was saved at step ", "which is not the step in its name");
    }

    @Test
    void aMissingLastLineOfTheHistoryIsAProblem() throws IOException {
        List<String> lines = lines();
        Files.write(history(), lines.subList(0, lines.size() - 1));
        isNotSound("has " + (lines.size() - 1) + " lines, but last.zip counts " + lines.size());
    }

    @Test
    void aRepeatedStepInTheHistoryIsAProblem() throws IOException {
        List<String> lines = lines();
        lines.set(2, lines.get(1));
        Files.write(history(), lines);
        isNotSound("line 3 has step ");
    }

    @Test
    void anUnreadableLineOfTheHistoryIsAProblem() throws IOException {
        List<String> lines = lines();
        lines.set(1, "\0\0\0\0");
        Files.write(history(), lines);
        isNotSound("line 2 is no JSON object with a step");
    }

    @Test
    void aHistoryMayHaveSamplesAndGoBackAfterAnEvent() throws IOException {
        append("{\"step\":900,\"sample\":\"int\"}\n{\"step\":900,\"event\":\"went back\"}\n"
                + "{\"step\":800,\"trainBpc\":2}\n{\"step\":800,\"sample\":\"int\"}\n");
        isSound("4 lines newer than last.zip");
        append("{\"step\":800,\"trainBpc\":2}\n");
        isSound("has step 800 after step 800; --resume removes it");
    }

    @Test
    void aHalfWrittenLineOfTheHistoryIsAllowed() throws IOException {
        append("{\"step\":99");
        isSound("its last line is cut off");
    }

    @Test
    void filesOfAnUnfinishedSaveAreAllowed() throws IOException {
        Files.writeString(run.resolve(".last.zip.tmp-999999999"), "half");
        isSound(".last.zip.tmp-999999999      4 bytes", "left by a killed process, harmless");
    }

    @Test
    void aRunKilledBeforeItsFirstSaveIsSound() throws IOException {
        try (var files = Files.newDirectoryStream(run, "*.{zip,jsonl}")) {
            for (Path file : files) {
                Files.delete(file);
            }
        }
        isSound("--resume                     starts from the beginning");
    }

    @Test
    void aMissingLastCheckpointIsAProblemUnlessThereIsNoHistory() throws IOException {
        Files.delete(run.resolve("last.zip"));
        isNotSound("PROBLEM: is not there, but history.jsonl is", "not possible: there is no last.zip");
        Files.delete(history());
        try (var steps = Files.newDirectoryStream(run, "step-*.zip")) {
            for (Path step : steps) {
                Files.delete(step);
            }
        }
        isSound("best.zip", "not possible: there is no last.zip");
    }

    @Test
    void anInvalidConfigurationIsAProblem() throws IOException {
        Files.writeString(run.resolve("config.yaml"), "training:\n  epochz: 3\n");
        isNotSound("config.yaml:2: training.epochz is not a key");
    }

    @Test
    void aMissingOrInvalidSplitIsAProblem() throws IOException {
        Files.write(run.resolve("split.json"), "{caf\u00e9".getBytes(StandardCharsets.ISO_8859_1));
        isNotSound("PROBLEM: is not UTF-8 text", "not possible");
        Files.delete(run.resolve("split.json"));
        isNotSound("PROBLEM: is not there", "not possible: there is no split.json");
    }

    @Test
    void aChangedCorpusIsAProblem() throws IOException {
        Path file = corpus.resolve("3.c");
        String text = Files.readString(file);
        Files.writeString(file, text + "x");
        isNotSound("3.c (changed)", "not possible");
        Files.writeString(file, text);
    }

    @Test
    void aCorpusThatCannotBeFoundIsNotCompared() throws IOException {
        Path moved = Files.move(corpus, shared.resolve("moved"));
        isSound("was not found, so it was not compared", "not possible: the corpus ");
        Files.move(moved, corpus);
    }

    @Test
    void aCheckpointFileCanBeCheckedAlone() throws IOException {
        Program program = check(run.resolve("best.zip"));
        assertThat(program.exitCode()).as(program.err()).isZero();
        assertThat(program.out()).contains("is sound", "goes on from step");
        Program text = check(Files.writeString(folder.resolve("notes.txt"), "no checkpoint"));
        assertThat(text.exitCode()).isEqualTo(1);
        assertThat(text.out()).contains("PROBLEM: is not a charrnn checkpoint: it is not a zip file");
    }
}
