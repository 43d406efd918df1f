package charrnn.corpus;

import static charrnn.corpus.Texts.load;
import static charrnn.corpus.Texts.makePipe;
import static charrnn.corpus.Texts.names;
import static charrnn.corpus.Texts.warningsOf;
import static charrnn.corpus.Texts.write;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.commons.io.function.Uncheck;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FindingFilesTest {
    private final Path folder;
    private final Path elsewhere;

    FindingFilesTest(@TempDir Path temporary) {
        folder = temporary.resolve("tree");
        elsewhere = temporary.resolve("elsewhere");
    }

    @BeforeEach
    void writeFiles() throws IOException {
        write(
                folder,
                Map.of(
                        "top.c", "int top;\n",
                        "top.h", "int top(void);\n",
                        "README", "no C here\n",
                        "a/mid.c", "int mid;\n",
                        "a/b/deep.c", "int deep;\n",
                        "a/b/deep_test.c", "int tested;\n"));
    }

    private static TestConfig all(Path... paths) {
        return TestConfig.of(paths).shares(0, 0);
    }

    @ParameterizedTest
    @CsvSource({
        ".,, '', a/b/deep.c a/b/deep_test.c a/mid.c top.c top.h", // the default globs take C files at every depth
        "., **/*.c, **/*_test.c top.*, a/b/deep.c a/mid.c", // exclude wins
        "README,, '', README", // a named file needs no include
        "README a,, **/README, a/b/deep.c a/b/deep_test.c a/mid.c", // but may be excluded
        "a/b top.c README,, '', README b/deep.c b/deep_test.c top.c", // several paths give their last part as a prefix
        "a/../a/./b/..,, '', b/deep.c b/deep_test.c mid.c", // however the folder is written
    })
    void pathsAndGlobsSelectFiles(String paths, @Nullable String include, String exclude, String names) {
        TestConfig config = all(Stream.of(paths.split(" ")).map(folder::resolve).toArray(Path[]::new));
        if (include != null) {
            config.include(include);
        }
        assertThat(names(load(exclude.isEmpty() ? config : config.exclude(exclude.split(" ")))))
                .containsExactly(names.split(" "));
    }

    @Test
    void excludingAFolderExcludesEverythingBelowIt() throws IOException {
        write(folder, "drivers/gpu/drm/a.c", "int a;\n");
        write(folder, "drivers/gpu.c", "int b;\n");
        for (String glob : List.of("drivers/gpu", "drivers/gpu/", "**/gpu")) {
            assertThat(names(load(all(folder).include("drivers/**").exclude(glob))))
                    .as(glob)
                    .containsExactly("drivers/gpu.c");
        }
    }

    @Test
    void equalPrefixesAreNumbered() throws IOException {
        write(folder, "x/src/main.c", "int x;\n");
        write(folder, "y/src/main.c", "int y;\n");
        write(folder, "z/src#2/main.c", "int z;\n");
        TestConfig config = all(folder.resolve("x/src"), folder.resolve("y/src"), folder.resolve("z/src#2"));
        assertThat(names(load(config))).containsExactly("src#2#2/main.c", "src#2/main.c", "src/main.c");
    }

    @Test
    void namesKeepCharactersThatUrisEscape() throws IOException {
        write(folder, "s p/100%25 +#?.c", "int odd;\n");
        assertThat(names(load(all(folder).include("s p/*")))).containsExactly("s p/100%25 +#?.c");
    }

    @Test
    void linksAreNamedAndNotFollowed() throws IOException {
        link();
        assertThat(warningsOf(all(folder).build()))
                .containsExactly(
                        "far.c: a link, which is not followed; corpus.path can name its target; skipped",
                        "link/: a link, which is not followed; corpus.path can name its target; skipped");
        assertThat(names(Corpus.load(all(folder).build(), warning -> {}))).hasSize(5);
    }

    @Test
    void unselectedLinksAreNotReported() throws IOException {
        link();
        Files.createSymbolicLink(folder.resolve("notes"), Files.createFile(elsewhere.resolve("notes")));
        assertThat(names(load(all(folder).exclude("far.c", "link")))).hasSize(5);
    }

    private void link() throws IOException {
        write(elsewhere, "far.c", "int far;\n");
        Files.createSymbolicLink(folder.resolve("link"), elsewhere);
        Files.createSymbolicLink(folder.resolve("far.c"), elsewhere.resolve("far.c"));
    }

    @Test
    void aPathThatIsItselfALinkIsRead() throws IOException {
        link();
        Path tree = Files.createSymbolicLink(elsewhere.resolve("tree"), folder.resolve("a"));
        assertThat(names(load(all(tree)))).containsExactly("b/deep.c", "b/deep_test.c", "mid.c");
        assertThat(names(load(all(folder.resolve("far.c"))))).containsExactly("far.c");
    }

    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aNamedPipeThatReplacesAListedFileIsSkipped() throws IOException {
        List<String> warnings = new ArrayList<>();
        write(elsewhere, Map.of("one.c", "int one;\n", "two.c", "int two;\n"));
        Corpus corpus = Corpus.load(all(elsewhere).build(), new Corpus.LoadListener() {
            @Override
            public void warn(String message) {
                warnings.add(message);
            }

            /** Replaces the files at the first call: one is open, the other is listed. */
            @Override
            public void progress(long done, long total) {
                if (Files.isRegularFile(elsewhere.resolve("two.c"))) {
                    Uncheck.run(() -> makePipe(elsewhere.resolve("one.c")));
                    Uncheck.run(() -> makePipe(elsewhere.resolve("two.c")));
                }
            }
        });
        assertThat(corpus.files()).isEqualTo(1);
        assertThat(warnings)
                .singleElement()
                .asString()
                .endsWith(".c: cannot be read: it is not a regular file; skipped");
    }
}
