package charrnn.corpus;

import static charrnn.corpus.Texts.makePipe;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import charrnn.config.ConfigLoader;
import charrnn.config.CorpusConfig;
import charrnn.message.TerminalText;
import charrnn.message.UserError;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectFilesTest {
    private static final Vocabulary VOCABULARY = EncodedTexts.vocabulary("abc\n");

    @TempDir
    private static Path everything;

    private Path project;
    private final List<String> warnings = new ArrayList<>();
    private final Map<String, Integer> leftOut = new TreeMap<>();

    @BeforeEach
    void createFolder() throws IOException {
        project = Files.createTempDirectory(everything, "project").toRealPath();
    }

    private static CorpusConfig config(String include) {
        return ConfigLoader.parse("corpus: {include: ['" + include + "']}", "test", List.of())
                .corpus();
    }

    static List<String> names(Path folder, String include) throws IOException {
        Path root = folder.toRealPath();
        return ProjectFiles.find(List.of(folder), config(include), new TreeMap<>(), warning -> {
                    throw new AssertionError(warning);
                })
                .stream()
                .map(file -> root.relativize(file.path()).toString().replace('\\', '/'))
                .toList();
    }

    private List<SourceFile> find(Path... paths) throws IOException {
        return ProjectFiles.find(List.of(paths), config("**/*.c"), leftOut, warnings::add);
    }

    private EncodedText read(List<SourceFile> found) throws IOException {
        return ProjectFiles.read(found, VOCABULARY, warnings::add);
    }

    private Path write(String name, String text) throws IOException {
        return Texts.write(project, name, text);
    }

    @Test
    void findsTheIncludedFilesOutsideOfHiddenAndGeneratedFolders() throws IOException {
        write("a.c", "a");
        write("x/b.c", "b");
        write("x/b.txt", "b");
        write("x/out.c", "b");
        write("rebuild/b.c", "b");
        for (String folder : List.of(".git", "x/.cache", "build", "x/out", "target", "x/node_modules/y")) {
            write(folder + "/c.c", "c");
        }
        assertThat(names(project, "**/*.c")).containsExactlyInAnyOrder("a.c", "x/b.c", "x/out.c", "rebuild/b.c");
        assertThat(names(project.resolve("build"), "**/*.c")).containsExactly("c.c");
    }

    @Test
    void linksAreNotFollowed() throws IOException {
        Path outside = Files.createTempDirectory(everything, "outside");
        Files.writeString(outside.resolve("secret.c"), "b");
        write("a.c", "a");
        write("x/b.c", "b");
        Files.createSymbolicLink(project.resolve("secret.c"), outside.resolve("secret.c"));
        Files.createSymbolicLink(project.resolve("folder"), outside);
        Files.createSymbolicLink(project.resolve("loop"), project);
        assertThat(names(project, "**/*.c")).containsExactlyInAnyOrder("a.c", "x/b.c");
        Path link = Files.createSymbolicLink(everything.resolve(project.getFileName() + "-link"), project);
        assertThat(names(link, "**/*.c")).containsExactlyInAnyOrder("a.c", "x/b.c"); // the named folder may be a link
    }

    /** A file that became a link after it was found. */
    @Test
    void aLinkInPlaceOfAFileIsNotRead() throws IOException {
        Path file = write("a.c", "a");
        List<SourceFile> found = find(project);
        Path outside = Files.writeString(Files.createTempFile(everything, "x", ""), "b");
        Files.delete(file);
        Files.createSymbolicLink(file, outside);
        assertThat(read(found).length()).isZero();
        assertThat(warnings).singleElement().asString().contains("a.c");
    }

    /** Named pipes that replaced files after these were found; another process has opened one of them for writing. */
    @Test
    void aNamedPipeInPlaceOfAFileIsNotRead() throws IOException {
        Path silent = write("a.c", "a");
        Path open = write("b.c", "b");
        write("c.c", "c");
        List<SourceFile> found = find(project);
        makePipe(silent);
        makePipe(open);
        Process writer = new ProcessBuilder("sh", "-c", "exec sleep 100 > " + open).start();
        try {
            assertThat(Texts.decode(VOCABULARY, read(found))).isEqualTo("c");
            assertThat(warnings)
                    .containsExactly(
                            silent + ": cannot be read: it is not a regular file; skipped",
                            open + ": cannot be read: it is not a regular file; skipped");
        } finally {
            writer.destroyForcibly();
        }
    }

    @Test
    void readsTheTextOfEachContentOnce() throws IOException {
        write("a.c", "aab\n");
        write("b.c", "aab\n");
        write("c.c", "cé\n");
        write("d.c", "a\0b");
        write("e.c", "");
        List<SourceFile> found = find(project, project);
        assertThat(found).hasSize(5);
        EncodedText text = read(found);
        assertThat(Texts.decode(VOCABULARY, text)).isEqualTo("aab\nc\uFFFD\n");
        assertThat(text.counts()).containsExactly(1, 2, 2, 1, 1); // unknown, \n, a, b, c
        assertThat(warnings).singleElement().asString().contains("d.c", "U+0000");
    }

    /** A named file too. */
    @Test
    void aLargeFileIsSkippedByName() throws IOException {
        write("a.c", "a");
        Path large = write("large.c", "b".repeat(10_000_001));
        try (RandomAccessFile sparse = new RandomAccessFile(write("huge.c", "").toFile(), "rw")) {
            sparse.setLength(5_000_000_000L);
        }
        assertThat(read(find(project)).length()).isEqualTo(1);
        assertThat(find(large)).isEmpty();
        String limit = " bytes, but a file of a project can have 10 MB; skipped";
        assertThat(warnings)
                .containsExactly(
                        project.resolve("huge.c") + ": it has 5,000,000,000" + limit,
                        large + ": it has 10,000,001" + limit,
                        large + ": it has 10,000,001" + limit);
    }

    @Test
    void filesThatAreNotIncludedAreCountedByExtension() throws IOException {
        write("a.c", "a");
        write("b.cc", "a");
        write("x/c.cc", "a");
        write("x.y/Makefile", "a");
        write("d.o", "a");
        write("out/e.cc", "a");
        find(project);
        assertThat(leftOut).containsOnly(Map.entry(".cc", 2), Map.entry(".o", 1), Map.entry("without an extension", 1));
    }

    @Test
    void aNamedFileIsReadWhateverItsName() throws IOException {
        Path notes = write("notes.txt", "cab\n");
        write("a.c", "a\n");
        List<SourceFile> found = find(notes, project);
        assertThat(found).extracting(SourceFile::path).containsExactly(project.resolve("a.c"), notes);
        assertThat(read(found).length()).isEqualTo(6);
        assertThatThrownBy(
                        () -> ProjectFiles.find(List.of(project.resolve("gone")), config("**"), leftOut, warnings::add))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("gone cannot be read: it does not exist");
    }

    @Test
    void extensionsThatControlATerminalAreEscaped() throws Exception {
        Files.createFile(project.resolve("a.\u001b[31mred\n"));
        find(project);
        assertThat(leftOut).hasSize(1);
        assertThat(leftOut.keySet()).noneMatch(extension -> extension.chars().anyMatch(TerminalText::isControl));
    }
}
