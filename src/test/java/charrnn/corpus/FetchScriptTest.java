package charrnn.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import charrnn.cli.Program;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The scripts of {@code corpus/} with mirrors that are folders, or servers that accept connections and send nothing. */
class FetchScriptTest {
    private static final String FIRST = "pool/main/b/bash/bash_5.2.37.orig.tar.xz";

    private static final List<String> PROJECTS = List.of(
            "bash busybox coreutils curl git glib libevent libuv musl nginx openssh python sqlite systemd tmux vim zstd"
                    .split(" "));

    @TempDir
    Path folder;

    @BeforeEach
    void copyScripts() throws IOException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/curl")), "no curl here");
        for (String script : List.of("fetch-c.sh", "fetch-linux.sh")) {
            Files.copy(Path.of("corpus", script), folder.resolve(script));
        }
    }

    private Program run(String... arguments) throws Exception {
        return run("fetch-c.sh", Map.of("MIRROR", mirror()), arguments);
    }

    private Program run(String script, Map<String, String> environment, String... arguments) throws Exception {
        List<String> command =
                Stream.concat(Stream.of("bash", script), Stream.of(arguments)).toList();
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().putAll(environment);
        return Program.ended(builder);
    }

    private String mirror() {
        return folder.resolve("mirror").toUri().toString();
    }

    private static ServerSocket stalledServer() throws IOException {
        return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    private static String url(ServerSocket server) {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    private void write(String file, String text) throws IOException {
        Path path = folder.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void aWrongChecksumLeavesNothing() throws Exception {
        write("mirror/" + FIRST, "another file");
        Program script = run();
        assertThat(script.out()).contains(FIRST + " has the SHA-256 ", ", not 370704c9c859f406");
        assertThat(script.exitCode()).isEqualTo(1);
        assertThat(files()).containsExactly("fetch-c.sh", "fetch-linux.sh", "mirror");
    }

    @Test
    void aMirrorThatStallsIsLeftForTheNext() throws Exception {
        write("mirror/" + FIRST, "another file");
        try (ServerSocket stalled = stalledServer()) {
            Program script = run("fetch-c.sh", Map.of("MIRROR", url(stalled) + " " + mirror(), "STALL_SECONDS", "1"));
            assertThat(script.out())
                    .contains(
                            url(stalled) + " does not answer, or too slowly.",
                            mirror() + "/" + FIRST + " has the SHA-256 ");
            assertThat(script.exitCode()).isEqualTo(1);
        }
    }

    @Test
    void aMirrorOfTheKernelThatStallsIsLeftForTheNext() throws Exception {
        try (ServerSocket stalled = stalledServer()) {
            String mirrors = url(stalled) + " " + mirror();
            Program script =
                    run("fetch-linux.sh", Map.of("KERNEL_ORG", mirrors, "STALL_SECONDS", "1", "LINUX_VERSION", "0.1"));
            assertThat(script.out())
                    .contains("Operation too slow", mirror() + "/v0.x/linux-0.1.tar.xz could not be downloaded");
            assertThat(script.exitCode()).isEqualTo(1);
            assertThat(files()).containsExactly("fetch-c.sh", "fetch-linux.sh");
        }
    }

    @Test
    void whatIsThereIsKept() throws Exception {
        for (String project : PROJECTS) {
            write("c/" + project + "/lib/kept.c", "int x;\n");
        }
        Program script = run();
        assertThat(script.out()).contains("--force fetches it again", "c: 17 projects; 17 .c and .h files, 119 bytes");
        assertThat(script.exitCode()).isZero();
        assertThat(folder.resolve("c/bash/lib/kept.c")).hasContent("int x;");
    }

    @Test
    void projectsWithoutFilesAreNamed() throws Exception {
        for (String project : PROJECTS.subList(2, PROJECTS.size())) {
            write("c/" + project + "/kept.c", "int x;\n");
        }
        Files.createDirectories(folder.resolve("c/bash"));
        Program script = run();
        assertThat(script.out()).contains("c has no C files of bash busybox; --force fetches all again");
        assertThat(script.exitCode()).isEqualTo(1);
    }

    @Test
    void anEmptyFolderIsFilled() throws Exception {
        Files.createDirectories(folder.resolve("c"));
        write("mirror/" + FIRST, "another file");
        assertThat(run().out()).contains("Fetching bash_5.2.37.orig.tar.xz", "has the SHA-256");
    }

    @Test
    void aDirectoryOfTheKernelWithoutFilesIsNamed() throws Exception {
        write("linux/fs/inode.c", "int x;\n");
        Files.createDirectories(folder.resolve("linux/kernel"));
        Program script = run("fetch-linux.sh", Map.of(), "--dirs", "fs kernel");
        assertThat(script.out()).contains("linux holds fs kernel, but no C files in kernel; --force replaces it");
        assertThat(script.exitCode()).isEqualTo(1);
        assertThat(run("fetch-linux.sh", Map.of(), "--dirs", "fs").exitCode()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"fetch-c.sh", "fetch-linux.sh"})
    void aWrongNumberOfSecondsIsRefused(String name) throws Exception {
        Program script = run(name, Map.of("STALL_SECONDS", "0"));
        assertThat(script.out()).isEqualTo(name + ": STALL_SECONDS is '0', but must be a whole number from 1 on\n");
        assertThat(script.exitCode()).isEqualTo(2);
    }

    @Test
    void anUnknownArgumentIsRefused() throws Exception {
        Program script = run("--all");
        assertThat(script.out()).isEqualTo("fetch-c.sh: unknown argument '--all'; allowed is --force\n");
        assertThat(script.exitCode()).isEqualTo(2);
    }
}
