package charrnn.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code corpus/fetch-c.sh} with a mirror that is a folder. */
class FetchScriptTest {
    private static final String FIRST = "pool/main/b/bash/bash_5.2.37.orig.tar.xz";

    @TempDir
    Path folder;

    @BeforeEach
    void copyScript() throws IOException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/curl")), "no curl here");
        Files.copy(Path.of("corpus/fetch-c.sh"), folder.resolve("fetch-c.sh"));
    }

    private record Result(int exitCode, String output) {}

    private Result run(String... arguments) throws Exception {
        List<String> command = Stream.concat(Stream.of("bash", "fetch-c.sh"), Stream.of(arguments))
                .toList();
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().put("MIRROR", folder.resolve("mirror").toUri().toString());
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes());
        return new Result(process.waitFor(), output);
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void aWrongChecksumLeavesNothing() throws Exception {
        Path archive = folder.resolve("mirror").resolve(FIRST);
        Files.createDirectories(archive.getParent());
        Files.writeString(archive, "another file");
        Result result = run();
        assertThat(result.output()).contains(FIRST + " has the SHA-256 ", ", not 370704c9c859f406");
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(files()).containsExactly("fetch-c.sh", "mirror");
    }

    @Test
    void whatIsThereIsKept() throws Exception {
        Path kept = folder.resolve("c/bash/kept.c");
        Files.createDirectories(kept.getParent());
        Files.writeString(kept, "int x;\n");
        assertThat(run().output()).contains("--force fetches it again", "1 .c and .h files, 7 bytes");
        assertThat(run().exitCode()).isZero();
        assertThat(kept).hasContent("int x;");
    }

    @Test
    void anUnknownArgumentIsRefused() throws Exception {
        Result result = run("--all");
        assertThat(result.output()).isEqualTo("fetch-c.sh: unknown argument '--all'; allowed is --force\n");
        assertThat(result.exitCode()).isEqualTo(2);
    }
}
