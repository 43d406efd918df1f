package charrnn.tools.export;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.cli.Program;
import charrnn.cli.TinyRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code export} through the command line, on real files. */
class ExportTest {
    @TempDir
    private static Path training;

    private static TinyRun tiny;
    private static Path run;
    private static Path last;

    @TempDir
    private Path folder;

    private Path out;

    @BeforeAll
    static void trainOnce() throws IOException {
        tiny = TinyRun.of(training, 6, file -> ("int f" + file + "(void);\n").repeat(40));
        tiny.train("training.epochs=1").done();
        run = tiny.path();
        last = run.resolve("last.zip");
    }

    @BeforeEach
    void nameOut() {
        out = folder.resolve("model.zip");
    }

    private static Program export(Path to, String... more) {
        return exportAs("--out", to, more);
    }

    /** @param option names the target */
    private static Program exportAs(String option, Path to, String... more) {
        return Program.line("export --checkpoint " + last + " " + option + " " + to, more);
    }

    private void exported(Program program) {
        assertThat(program.done().err()).isEmpty();
        assertThat(folder).isDirectoryNotContaining("glob:**/.*");
    }

    private static String sample(Path checkpoint) {
        return Program.line("sample --length 60 --seed 3 --checkpoint " + checkpoint)
                .done()
                .out();
    }

    @Test
    void withoutUpdaterTheFileIsAThirdAndCanBeSampledAndEvaluated() throws IOException {
        Program program = export(out, "--without-updater");
        exported(program);
        assertThat(program.out()).contains(last + ": ", out + ": ", " %), without the optimizer's state");
        assertThat(Files.size(out)).isLessThan(Files.size(last) / 2);
        assertThat(sample(out)).isEqualTo(sample(last));
        assertThat(tiny.bits(out)).isEqualTo(tiny.bits(last));
        Program inspect = Program.run("inspect", out.toString());
        assertThat(inspect.out()).containsPattern("resumable +no: it was saved without the optimizer's state");
    }

    @Test
    void withUpdaterTheRunCanStillBeResumed() throws IOException {
        exported(export(out));
        assertThat(Program.run("inspect", out.toString()).out()).contains("resumable        yes");
        resumedWith(out).done();
    }

    @Test
    void withoutUpdaterANewRunBeginsWithItsWeightsAndResumingIsRefused() throws IOException {
        exported(export(out, "--without-updater"));
        resumedWith(out)
                .refusedWith(last + " was saved without the optimizer's state, so its run cannot be resumed: sample"
                        + " and evaluate take it, and train --init-from begins a new run with its weights");
        tiny.in("tuned")
                .train("training.epochs=1", "--init-from", out.toString())
                .done();
        assertThat(Program.line("inspect " + tiny.in("tuned").path().resolve("last.zip"))
                        .out())
                .contains("resumable        yes");
    }

    /** Resumes the run with another checkpoint in the place of its last. */
    private static Program resumedWith(Path checkpoint) throws IOException {
        byte[] own = Files.readAllBytes(last);
        try {
            Files.write(last, Files.readAllBytes(checkpoint));
            return tiny.train("training.epochs=1", "--resume");
        } finally {
            Files.write(last, own);
        }
    }

    @Test
    void anExistingFileIsOnlyReplacedByForce() throws IOException {
        for (String option : List.of("--web", "--out")) {
            Files.writeString(out, "mine");
            exportAs(option, out).refused("exists; --force overwrites it");
            exported(exportAs(option, out, "--force"));
        }
        assertThat(sample(out)).isEqualTo(sample(last));
    }
}
