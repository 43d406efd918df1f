package charrnn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code --context} of {@code sample}, with a network that copies what it finds. */
class ContextTest {
    private static final String ZEBRA = "static int zebra_count = 0;\n";

    @TempDir
    private static Path training;

    private static TinyRun tiny;
    private static Path checkpoint;

    @TempDir
    private Path folder;

    private Path project;

    @BeforeAll
    static void makeNetwork() throws IOException {
        tiny = TinyRun.of(training, 4, file -> ("int zebra_f" + file + "(long count, char other_built_notes) = 01;\n")
                .repeat(20));
        checkpoint = CopyingRun.train(tiny.corpus(), training);
    }

    @BeforeEach
    void createProject() throws IOException {
        project = Files.createDirectories(folder.resolve("project"));
        write("lib/a.c", ZEBRA.repeat(4));
        write("b.h", "int f(long zebra);\n");
        write("notes.txt", "static int zebra_notes = 0;\n".repeat(200));
        write("out/c.c", "static int zebra_built = 0;\n".repeat(200));
        write(".gitignore", "/out\n");
    }

    private void write(String name, String text) throws IOException {
        Path file = project.resolve(name);
        Files.createDirectories(file.resolveSibling(""));
        Files.writeString(file, text);
    }

    private static String written(String options) {
        String words = "sample --checkpoint " + checkpoint + " --length 5 --temperature 0" + options + " --prime";
        return Program.line(words, "static int zebra_").done().out();
    }

    @Test
    void aSampleCopiesFromTheContext() throws IOException {
        assertThat(written("")).doesNotContain("zebra_count");
        assertThat(written(" --context " + project)).isEqualTo("static int zebra_count");
        Path notes = project.resolve("notes.txt");
        assertThat(written(" --context " + notes)).isEqualTo("static int zebra_notes");
        assertThat(written(" --context " + project + " --context " + notes))
                .isEqualTo("static int zebra_notes"); // the more frequent one
    }

    @Test
    void aNetworkThatReadsNoMatchesHasNoContext() {
        tiny.train("training.epochs=1").done();
        Path plain = tiny.path().resolve("last.zip");
        Program.line("sample --checkpoint " + plain + " --context " + project)
                .refusedWith(
                        "--context has no effect on " + plain + ": its network reads no matches (model.match is 0)");
    }
}
