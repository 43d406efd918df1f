package charrnn.tools.lsp;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.cli.CopyingRun;
import charrnn.cli.Main;
import charrnn.cli.Program;
import charrnn.cli.TinyRun;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code lsp} in a process of its own, with a network that copies what it finds. */
@Tag("long")
class LspProcessTest {
    private static final String LINE = "static int zebra_count = 0;\n";

    @TempDir
    private static Path training;

    private static Path checkpoint;

    @TempDir
    private Path project;

    private Process process;

    @BeforeAll
    static void makeNetwork() throws IOException {
        TinyRun tiny = TinyRun.of(
                training, 4, file -> ("int zebra_f" + file + "(long count, char other_notes) = 01;\n").repeat(20));
        checkpoint = CopyingRun.train(tiny.corpus(), training);
    }

    private LspClient start(String... options) throws IOException {
        String[] words = ("lsp --checkpoint " + checkpoint + " " + String.join(" ", options))
                .strip()
                .split(" ");
        process = Program.process(Main.class, words).start();
        return new LspClient(process.getOutputStream(), process.getInputStream());
    }

    @AfterEach
    void end() {
        process.destroyForcibly();
    }

    private String err() throws IOException {
        return new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private String folders() {
        return "\"workspaceFolders\": [{\"uri\": \"" + project.toUri() + "\", \"name\": \"p\"}]";
    }

    private static String completion(LspClient client, int id) throws IOException {
        client.complete(id, LspClient.URI, 1, 17);
        return client.completion(id);
    }

    @Test
    void theWorkspaceIsTheProjectAndIsReadAgain() throws Exception {
        Files.writeString(project.resolve("a.c"), LINE.repeat(4));
        LspClient client = start("--verbose");
        client.initialize("\"processId\": " + ProcessHandle.current().pid() + ", " + folders());
        client.open(LspClient.URI, "\nstatic int zebra_\n");
        String text = "";
        int id = 1;
        while (!text.startsWith("count = 0;")) { // the test's timeout ends it
            text = completion(client, id++);
        }
        Files.writeString(
                project.resolve("b.c"), LINE.replace("count = 0", "other = 1").repeat(400));
        while (!text.startsWith("other = 1;")) {
            text = completion(client, id++);
        }
        client.call("shutdown", "\"id\": " + id);
        client.answer(id);
        client.call("exit", "");
        assertThat(process.waitFor()).isZero();
        assertThat(client.in().read()).isNegative();
        assertThat(err()).contains("native library").doesNotContain("Exception");
    }

    @Test
    void aProjectThatCannotBeUsedIsReported() throws Exception {
        LspClient client = start();
        client.initialize(folders());
        assertThat(client.shown())
                .startsWith("charrnn: the project " + project.toRealPath() + " has no characters")
                .contains("corpus.include selects: **/*.");
        client.open(LspClient.URI, LINE);
        client.complete(1, LspClient.URI, 0, 5);
        assertThat(client.answer(1).has("result")).isTrue();
        client.out().close();
        assertThat(process.waitFor()).isEqualTo(1);
    }

    @Test
    void aWrongContextIsRefusedInTheEditorToo() throws Exception {
        LspClient client = start("--context", project + "/gone");
        client.initialize("\"processId\": null");
        assertThat(client.shown()).isEqualTo("charrnn: --context " + project + "/gone does not exist");
        assertThat(process.waitFor()).isEqualTo(2);
        assertThat(err()).isEqualTo("--context " + project + "/gone does not exist" + System.lineSeparator());
    }
}
