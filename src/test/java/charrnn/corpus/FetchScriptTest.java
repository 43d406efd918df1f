package charrnn.corpus;

import static charrnn.corpus.Texts.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import charrnn.cli.Program;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.commons.codec.digest.DigestUtils;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scripts of {@code corpus/} with mirrors that are folders, or servers that accept connections and send nothing. */
class FetchScriptTest {
    @TempDir
    Path folder;

    @BeforeEach
    void copyScripts() throws IOException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/curl")), "no curl here");
        for (String script : List.of("fetch-c.sh", "fetch-linux.sh")) {
            Files.copy(Path.of("corpus", script), folder.resolve(script));
        }
    }

    /** Adds a project of the given files, and a licence, to the mirror and to the table. */
    private void addProject(String name, Map<String, String> files) throws Exception {
        Path unpacked = folder.resolve("unpacked");
        write(unpacked.resolve(name), "COPYING", "A licence.\n");
        write(unpacked.resolve(name), files);
        Path archive = folder.resolve("mirror/pool/main/" + name + ".orig.tar.gz");
        Files.createDirectories(archive.getParent());
        Program.ended(new ProcessBuilder("tar", "-czf", archive.toString(), "-C", unpacked.toString(), name))
                .done();
        String checksum = DigestUtils.sha256Hex(Files.readAllBytes(archive));
        Files.writeString(
                folder.resolve("c-projects.tsv"),
                String.join("\t", name, "MIT", name + ".orig.tar.gz", checksum, ".", "win/* lib/copied.c") + "\n",
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }

    /** The files of corpus/c but the licences. */
    private List<String> fetched() throws IOException {
        Path corpus = folder.resolve("c");
        try (Stream<Path> files = Files.walk(corpus)) {
            return files.map(file -> corpus.relativize(file).toString())
                    .filter(name -> name.endsWith(".c") || name.endsWith(".h"))
                    .sorted()
                    .toList();
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

    private static void assertFails(Program script, int exitCode, String... parts) {
        assertThat(script.out()).contains(parts);
        assertThat(script.exitCode()).isEqualTo(exitCode);
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

    @Test
    void aWrongChecksumIsAnErrorAndLeavesNoCorpus() throws Exception {
        addProject("first", Map.of("a.c", "int a;\n"));
        write(folder, "mirror/pool/main/first.orig.tar.gz", "another file");
        assertFails(run(), 1, "pool/main/first.orig.tar.gz has the SHA-256 ");
        assertThat(folder.resolve("c")).doesNotExist();
    }

    @Test
    void anInterruptedRunIsContinued() throws Exception {
        addProject("first", Map.of("a.c", "int a;\n"));
        addProject("second", Map.of("b.c", "int b;\n"));
        Path second = folder.resolve("mirror/pool/main/second.orig.tar.gz");
        Path elsewhere = folder.resolve("elsewhere");
        Files.move(second, elsewhere);
        assertFails(run(), 1, "Fetching first.orig.tar.gz", "second.orig.tar.gz could not be downloaded");
        assertThat(folder.resolve("c")).doesNotExist();
        Files.move(elsewhere, second);
        assertThat(run().out())
                .contains("c: 2 projects; 2 .c and .h files, 14 bytes")
                .doesNotContain("first.orig");
        assertThat(fetched()).containsExactly("first/a.c", "second/b.c");
        assertThat(folder.resolve("c/first/COPYING")).hasContent("A licence.");
        assertThat(folder.resolve("c/LICENCES.md")).content().contains("| first | MIT |", "| second | MIT |");
        assertThat(folder.resolve("c.tmp")).doesNotExist();
    }

    @Test
    void anEmptyFolderIsFilledByWhatAProjectsAuthorsWroteByHand() throws Exception {
        Files.createDirectories(folder.resolve("c"));
        addProject(
                "first",
                Map.of(
                        "main.c", "int a;\n",
                        "lib/tests/case.c", "int b;\n",
                        "lib/list_test.c", "int c;\n",
                        "lib/copied.c", "int d;\n",
                        "win/main.c", "int e;\n",
                        "parser.c", "/* A Bison parser, made by GNU Bison. */\nint f;\n",
                        "numbers.h", "0, 1, 2, 3, 4, 5,\n",
                        "tested.h", "int g;\n",
                        "notes.txt", "h\n"));
        Path latin1 = folder.resolve("unpacked/first/latin1.c");
        Files.writeString(latin1, "/* \u00e9 */\n", StandardCharsets.ISO_8859_1);
        Files.delete(folder.resolve("c-projects.tsv"));
        addProject("first", Map.of("utf8.c", "/* \u00e9 */\n"));
        run().done();
        assertThat(fetched()).containsExactly("first/main.c", "first/tested.h", "first/utf8.c");
    }

    /** Files of equal size from all folders; one in twenty is held out. */
    @Test
    void ofALargeProjectFilesAreTakenEvenly() throws Exception {
        Map<String, String> files = new HashMap<>();
        for (int i = 100; i < 300; i++) {
            files.put(i / 50 + "/" + i + ".c", "int value;\n");
        }
        addProject("first", files);
        run("fetch-c.sh", Map.of("MIRROR", mirror(), "LIMIT", "1100")).done();
        assertThat(fetched()).hasSize(100);
        assertThat(fetched())
                .filteredOn(name -> name.startsWith("held-out/first/"))
                .hasSize(5);
        for (String part : List.of("/2/", "/3/", "/4/", "/5/")) {
            assertThat(fetched()).filteredOn(name -> name.contains(part)).hasSize(25);
        }
    }

    @Test
    void aMirrorThatStallsIsLeftForTheNext() throws Exception {
        addProject("first", Map.of("a.c", "int a;\n"));
        try (ServerSocket stalled = stalledServer()) {
            Program script = run("fetch-c.sh", Map.of("MIRROR", url(stalled) + " " + mirror(), "STALL_SECONDS", "1"));
            assertThat(script.out()).contains(url(stalled) + " does not answer, or too slowly.");
            assertThat(fetched()).containsExactly("first/a.c");
        }
    }

    @Test
    void aMirrorOfTheKernelThatStallsIsLeftForTheNext() throws Exception {
        try (ServerSocket stalled = stalledServer()) {
            String mirrors = url(stalled) + " " + mirror();
            Program script =
                    run("fetch-linux.sh", Map.of("KERNEL_ORG", mirrors, "STALL_SECONDS", "1", "LINUX_VERSION", "0.1"));
            String archive = mirror() + "/v0.x/linux-0.1.tar.xz";
            assertFails(script, 1, "Operation too slow", archive + " could not be downloaded");
            assertThat(folder.resolve("linux")).doesNotExist();
        }
    }

    @Test
    void whatIsThereIsKept() throws Exception {
        addProject("first", Map.of("a.c", "int a;\n"));
        write(folder, "c/first/lib/kept.c", "int x;\n");
        assertThat(run().done().out())
                .contains("--force fetches it again", "c: 1 projects; 1 .c and .h files, 7 bytes");
        assertThat(fetched()).containsExactly("first/lib/kept.c");
        run("--force").done();
        assertThat(fetched()).containsExactly("first/a.c");
    }

    @Test
    void projectsWithoutFilesAreNamed() throws Exception {
        for (String project : List.of("first", "second", "third")) {
            addProject(project, Map.of("a.c", "int a;\n"));
        }
        write(folder, "c/third/kept.c", "int x;\n");
        Files.createDirectories(folder.resolve("c/first"));
        assertFails(run(), 1, "c has no C files of first second; --force fetches all again");
    }

    /** Each archive is named with its version and has a checksum; no project is to be measured on. */
    @Test
    void theTableIsWellFormed() throws IOException {
        List<String[]> rows = Files.readAllLines(Path.of("corpus/c-projects.tsv")).stream()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("\t"))
                .toList();
        assertThat(rows).hasSizeGreaterThanOrEqualTo(100);
        assertThat(rows).allSatisfy(row -> {
            assertThat(row).hasSizeBetween(5, 6).doesNotContain("");
            assertThat(row[2]).matches(".+_.*[0-9].*\\.tar\\.(xz|gz|bz2)");
            assertThat(row[3]).matches("[0-9a-f]{64}");
        });
        assertThat(rows.stream().map(row -> row[0]))
                .doesNotHaveDuplicates()
                .isSorted()
                .doesNotContain("redis", "lua", "lighttpd", "nano", "htop", "jq");
    }

    @Test
    void aDirectoryOfTheKernelWithoutFilesIsNamed() throws Exception {
        write(folder, "linux/fs/inode.c", "int x;\n");
        Files.createDirectories(folder.resolve("linux/kernel"));
        Program script = run("fetch-linux.sh", Map.of(), "--dirs", "fs kernel");
        assertFails(script, 1, "linux holds fs kernel, but no C files in kernel; --force replaces it");
        run("fetch-linux.sh", Map.of(), "--dirs", "fs").done();
    }

    @Test
    void wrongValuesAndArgumentsAreRefused() throws Exception {
        for (String name : List.of("fetch-c.sh", "fetch-linux.sh")) {
            Program script = run(name, Map.of("STALL_SECONDS", "0"));
            assertFails(script, 2, name + ": STALL_SECONDS is '0', but must be a whole number from 1 on\n");
        }
        assertFails(run("--all"), 2, "fetch-c.sh: unknown argument '--all'; allowed is --force\n");
    }
}
