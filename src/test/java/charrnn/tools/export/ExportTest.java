package charrnn.tools.export;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.cli.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code export} through the command line, on real files. */
class ExportTest {
    @TempDir
    private static Path training;

    private static String[] train;
    private static Path run;
    private static Path last;

    @TempDir
    private Path folder;

    private Path out;

    @BeforeAll
    static void trainOnce() throws IOException {
        Path corpus = Files.createDirectory(training.resolve("corpus"));
        for (int file = 0; file < 6; file++) {
            Files.writeString(corpus.resolve(file + ".c"), ("int f" + file + "(void);\n").repeat(40));
        }
        Path config = Files.writeString(training.resolve("tiny.yaml"), "");
        train = Program.tinyTraining(config, corpus, training.resolve("runs"), "--set", "training.epochs=1");
        Program trained = Program.run(train);
        assertThat(trained.exitCode()).as(trained.err()).isZero();
        run = training.resolve("runs/tiny");
        last = run.resolve("last.zip");
    }

    @BeforeEach
    void nameOut() {
        out = folder.resolve("model.zip");
    }

    private Program export(Path to, String... more) {
        List<String> args = new ArrayList<>(List.of("export", "--checkpoint", last.toString(), "--out", to.toString()));
        args.addAll(Arrays.asList(more));
        return Program.run(args.toArray(String[]::new));
    }

    private void exported(Program program) {
        assertThat(program.exitCode()).as(program.err()).isZero();
        assertThat(program.err()).isEmpty();
        assertThat(folder).isDirectoryNotContaining("glob:**/.*");
    }

    private static String sample(Path checkpoint) {
        Program program = Program.run("sample", "--checkpoint", checkpoint.toString(), "--length", "60", "--seed", "3");
        assertThat(program.exitCode()).as(program.err()).isZero();
        return program.out();
    }

    private static String bits(Path checkpoint) {
        Program program = Program.run(
                "evaluate",
                "--checkpoint",
                checkpoint.toString(),
                "--corpus",
                training.resolve("corpus").toString());
        assertThat(program.exitCode()).as(program.err()).isZero();
        return program.out().substring(0, program.out().indexOf(" bits"));
    }

    @Test
    void withoutUpdaterTheFileIsAThirdAndCanBeSampledAndEvaluated() throws IOException {
        Program program = export(out, "--without-updater");
        exported(program);
        assertThat(program.out())
                .matches("\\Q" + last + "\\E: [0-9,]+ bytes\\R\\Q" + out
                        + "\\E: [0-9,]+ bytes \\([0-9]+ %\\), without the updater's state\\R");
        assertThat(Files.size(out)).isLessThan(Files.size(last) / 2);
        assertThat(sample(out)).isEqualTo(sample(last));
        assertThat(bits(out)).isEqualTo(bits(last));
        Program inspect = Program.run("inspect", out.toString());
        assertThat(inspect.out()).containsPattern("updater state +absent: cannot be resumed");
    }

    @Test
    void withUpdaterTheRunCanStillBeResumed() throws IOException {
        exported(export(out));
        assertThat(Program.run("inspect", out.toString()).out()).contains("present: can be resumed");
        resumeWith(
                out, resumed -> assertThat(resumed.exitCode()).as(resumed.err()).isZero());
    }

    @Test
    void resumingWithoutUpdaterIsRefusedWithAnAlternative() throws IOException {
        exported(export(out, "--without-updater"));
        resumeWith(out, refused -> {
            assertThat(refused.exitCode()).isEqualTo(2);
            assertThat(refused.err())
                    .isEqualTo(last + " was saved without the optimizer's state, so its run cannot be resumed: sample"
                            + " and evaluate take it, and train --init-from begins a new run with its weights"
                            + System.lineSeparator());
        });
    }

    @Test
    void withoutUpdaterANewRunBeginsWithItsWeights() throws IOException {
        exported(export(out, "--without-updater"));
        List<String> fineTune = new ArrayList<>(List.of(train));
        fineTune.addAll(List.of("--init-from", out.toString(), "--set", "name=tuned"));
        Program tuned = Program.run(fineTune.toArray(String[]::new));
        assertThat(tuned.exitCode()).as(tuned.err()).isZero();
        assertThat(Program.run(
                                "inspect",
                                training.resolve("runs/tuned/last.zip").toString())
                        .out())
                .contains("present: can be resumed");
    }

    /** Resumes the run with another checkpoint in the place of its last. */
    private static void resumeWith(Path checkpoint, java.util.function.Consumer<Program> check) throws IOException {
        byte[] own = Files.readAllBytes(last);
        try {
            Files.write(last, Files.readAllBytes(checkpoint));
            List<String> resume = new ArrayList<>(List.of(train));
            resume.add("--resume");
            check.accept(Program.run(resume.toArray(String[]::new)));
        } finally {
            Files.write(last, own);
        }
    }

    @Test
    void anExportCanBeExportedAgain() throws IOException {
        exported(export(out, "--without-updater"));
        Path again = folder.resolve("again.zip");
        exported(Program.run("export", "--checkpoint", out.toString(), "--out", again.toString()));
        assertThat(again).hasSameBinaryContentAs(out);
    }

    @Test
    void weightsAreWrittenAsSafetensors() throws IOException {
        Path tensors = folder.resolve("model.safetensors");
        exported(export(tensors, "--format", "safetensors"));
        assertThat(new String(Files.readAllBytes(tensors), java.nio.charset.StandardCharsets.ISO_8859_1))
                .contains("lstm.weight_ih_l0", "\"hidden_sizes\":\"[12,12]\"");
    }

    @Test
    void anExistingFileIsOnlyReplacedByForce() throws IOException {
        Files.writeString(out, "mine");
        isRefused(export(out), "--out " + out + " exists; --force overwrites it");
        assertThat(out).hasContent("mine");
        exported(export(out, "--force"));
        assertThat(sample(out)).isEqualTo(sample(last));
    }

    @Test
    void theCheckpointItselfIsNeverReplaced() throws IOException {
        byte[] before = Files.readAllBytes(last);
        isRefused(
                export(run.resolve("../tiny/last.zip"), "--force", "--without-updater"),
                "--out " + run.resolve("../tiny/last.zip") + " is the checkpoint itself; name another file");
        assertThat(last).hasBinaryContent(before);
    }

    @Test
    void unwritableTargetsAreRefused() throws IOException {
        isRefused(export(folder), "--out " + folder + " is a folder; name a file in it");
        Path missing = folder.resolve("gone");
        isRefused(
                export(missing.resolve("model.zip")),
                "--out " + missing.resolve("model.zip") + " cannot be written: there is no folder " + missing);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void anUnknownFormatIsRefused() {
        Program program = export(out, "--format", "onnx");
        assertThat(program.exitCode()).isEqualTo(2);
        assertThat(program.err()).contains("--format is 'onnx', but must be dl4j or safetensors");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void brokenAndMissingCheckpointsAreRefused() throws IOException {
        Path broken = training.resolve("broken.zip");
        Files.write(broken, Arrays.copyOf(Files.readAllBytes(last), 5000));
        for (String format : List.of("dl4j", "safetensors")) {
            isRefused(
                    Program.run(
                            "export", "--checkpoint", broken.toString(), "--out", out.toString(), "--format", format),
                    broken + " is not a charrnn checkpoint: it ends early (truncated), or has bytes after its end");
        }
        Path missing = training.resolve("missing.zip");
        isRefused(
                Program.run("export", "--checkpoint", missing.toString(), "--out", out.toString()),
                "there is no checkpoint " + missing + ": 'charrnn runs' lists the runs and their networks");
        assertThat(folder).isEmptyDirectory();
    }

    private static void isRefused(Program program, String message) {
        assertThat(program.exitCode()).isEqualTo(2);
        assertThat(program.err()).isEqualTo(message + System.lineSeparator());
        assertThat(program.out()).isEmpty();
    }
}
