package charrnn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code index}, and {@code --index} of {@code sample} and {@code serve}, with a hardly trained network. */
class IndexCommandTest {
    private static final String ZEBRA = "static int zebra_count = 0;\n";

    @TempDir
    private static Path training;

    private static String checkpoint;

    @TempDir
    private Path folder;

    private Path project;
    private Path index;

    @BeforeAll
    static void trainOnce() throws IOException {
        checkpoint = train("corpus", "int f(void)\n{\n\treturn g(1);\n}\nstatic long zebra_count = 0;\n");
    }

    private static String train(String name, String text) throws IOException {
        Path corpus = Files.createDirectory(training.resolve(name));
        for (int file = 0; file < 4; file++) {
            Files.writeString(
                    corpus.resolve(file + ".c"),
                    text.replace("f(", "f" + file + "(").repeat(6));
        }
        Path config = Files.writeString(training.resolve("tiny.yaml"), "training:\n  seed: 5\n");
        Path runs = training.resolve("runs");
        Program trained = Program.run(
                Program.tinyTraining(config, corpus, runs, "--set", "training.epochs=1", "--set", "name=" + name));
        assertThat(trained.exitCode()).as(trained.err()).isZero();
        return runs.resolve(name + "/last.zip").toString();
    }

    @BeforeEach
    void createProject() throws IOException {
        project = Files.createDirectories(folder.resolve("project"));
        index = folder.resolve("project.index");
        write("lib/a.c", ZEBRA.repeat(40));
        write("b.h", "int f(long zebra);\n".repeat(10));
        write("notes.txt", "static int zebra_notes = 0;\n".repeat(200));
        write("out/c.c", "static int zebra_built = 0;\n".repeat(200));
        write(".gitignore", "/out\n");
    }

    private void write(String name, String text) throws IOException {
        Path file = project.resolve(name);
        Files.createDirectories(file.resolveSibling(""));
        Files.writeString(file, text);
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));
    }

    private Program index(String... more) {
        List<String> line = new ArrayList<>(
                List.of("index", project.toString(), "--out", index.toString(), "--checkpoint", checkpoint));
        line.addAll(List.of(more));
        return Program.run(line.toArray(String[]::new));
    }

    private static Program sample(String... options) {
        return Program.run(Stream.concat(
                        Stream.of("sample", "--checkpoint", checkpoint, "--length", "30", "--seed", "3"),
                        Stream.of(options))
                .toArray(String[]::new));
    }

    private void assertMistake(Program program, String... parts) {
        assertThat(program.exitCode()).as(program.err()).isEqualTo(2);
        assertThat(program.err()).contains(parts).doesNotContain("Exception");
        assertThat(program.err().lines()).hasSize(1);
        assertThat(program.out()).isEmpty();
    }

    @Test
    void saysWhatItWroteAndThatNothingHasChanged() throws IOException {
        Program first = index();
        assertThat(first.exitCode()).as(first.err()).isZero();
        assertThat(first.err().strip()).isEqualTo(index + " is written: 2 files, 1,310 characters, 10 MB");
        assertThat(first.out()).isEmpty();
        FileTime written = Files.getLastModifiedTime(index);
        Program second = index();
        assertThat(second.err().strip()).isEqualTo(index + " is up to date: 2 files, 1,310 characters, 10 MB");
        assertThat(Files.getLastModifiedTime(index)).isEqualTo(written);

        write("b.h", "int f(long zebra, int n);\n".repeat(10));
        assertThat(index().err()).contains("2 files, 1,570 characters (190 of them outdated)");
        assertThat(index("--rebuild").err()).contains("2 files, 1,380 characters, ");
        Files.delete(project.resolve("lib/a.c"));
        assertThat(index().err()).contains("1 file, 260 characters, "); // by itself, since most was outdated
    }

    /** The context is short enough to be read by the network as a whole. */
    @Test
    void samplesWithAnIndexAreThoseWithItsFilesAsContext() throws IOException {
        Files.delete(project.resolve("out/c.c"));
        index();
        Program indexed = sample("--index", index.toString(), "--prime", "static int zebra_");
        assertThat(indexed.exitCode()).as(indexed.err()).isZero();
        assertThat(indexed.out())
                .startsWith("static int zebra_count")
                .isEqualTo(sample("--context", project.toString(), "--prime", "static int zebra_")
                        .out())
                .isNotEqualTo(sample("--prime", "static int zebra_").out());
        Path more = Files.writeString(folder.resolve("more.c"), "static int zebra_string = 9;\n".repeat(60));
        assertThat(sample(
                                "--index",
                                index.toString(),
                                "--context",
                                more.toString(),
                                "--prime",
                                "static int zebra_s",
                                "--temperature",
                                "0")
                        .out())
                .startsWith("static int zebra_string");
    }

    @Test
    void serveCompletesWithAnIndex() {
        index();
        List<String> answers = new ArrayList<>();
        ServeCommand command = new ServeCommand(page -> {
            answers.add(infill(page, "static int zebra_"));
            Thread.currentThread().interrupt(); // ends the wait for a signal
            return true;
        });
        Program.of(command, "--checkpoint", checkpoint, "--index", index.toString(), "--port", "0", "--open");
        assertThat(answers).singleElement().asString().contains("count = 0;");
    }

    private static String infill(URI server, String prompt) {
        try {
            HttpRequest request = HttpRequest.newBuilder(server.resolve("/infill"))
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString("{\"input_prefix\": \"\\n\", \"prompt\": \"" + prompt + "\"}"))
                    .build();
            return HttpClient.newHttpClient()
                    .send(request, BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aFileThatIsNoIndexIsNotReplaced() throws IOException {
        Files.writeString(index, ZEBRA);
        assertMistake(index("--rebuild"), "exists and is no index");
        assertThat(index).hasContent(ZEBRA);
        index = folder.resolve("gone/x.index");
        assertMistake(index(), "--out " + index, "a folder that does not exist");
        index = project;
        assertMistake(index(), "--out " + project, "name another file");
    }

    @Test
    void aFolderWithoutSourcesIsAMistake() throws IOException {
        project = Files.createDirectory(folder.resolve("empty"));
        assertMistake(index(), "no file in " + project, "**/*.c");
        assertThat(index).doesNotExist();
        Files.writeString(project.resolve("empty.c"), "");
        assertMistake(index(), "no file in " + project + " has text");
        project = folder.resolve("gone");
        assertMistake(index(), project + " does not exist");
    }

    @Test
    void aWrongIndexIsAMistake() throws IOException {
        assertMistake(sample("--index", project.toString()), "is a folder: read it with --context");
        assertMistake(sample("--index", folder.resolve("gone").toString()), "cannot be read: it does not exist");
        index();
        String first = checkpoint;
        checkpoint = train("other", "int f(void); /* xyz */\n");
        try {
            assertMistake(sample("--index", index.toString()), index.toString(), "another vocabulary");
            assertMistake(index(), "another vocabulary", "--rebuild");
            assertThat(index("--rebuild").exitCode()).isZero();
            assertThat(sample("--index", index.toString()).exitCode()).isZero();
        } finally {
            checkpoint = first;
        }
        byte[] bytes = Files.readAllBytes(index);
        bytes[bytes.length / 2] ^= 1;
        Files.write(index, bytes);
        assertMistake(index(), "vocabulary");
    }
}
