package charrnn.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import charrnn.cli.Program;
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

    private Program run(String... arguments) throws Exception {
        List<String> command = Stream.concat(Stream.of("bash", "fetch-c.sh"), Stream.of(arguments))
                .toList();
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().put("MIRROR", folder.resolve("mirror").toUri().toString());
        return Program.ended(builder);
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
        Program script = run();
        assertThat(script.out()).contains(FIRST + " has the SHA-256 ", ", not 370704c9c859f406");
        assertThat(script.exitCode()).isEqualTo(1);
        assertThat(files()).containsExactly("fetch-c.sh", "mirror");
    }

    @Test
    void whatIsThereIsKept() throws Exception {
        Path kept = folder.resolve("c/bash/kept.c");
        Files.createDirectories(kept.getParent());
        Files.writeString(kept, "int x;\n");
        assertThat(run().out()).contains("--force fetches it again", "1 .c and .h files, 7 bytes");
        assertThat(run().exitCode()).isZero();
        assertThat(kept).hasContent("int x;");
    }

    @Test
    void anUnknownArgumentIsRefused() throws Exception {
        Program script = run("--all");
        assertThat(script.out()).isEqualTo("fetch-c.sh: unknown argument '--all'; allowed is --force\n");
        assertThat(script.exitCode()).isEqualTo(2);
    }
}
