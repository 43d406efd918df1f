package charrnn.corpus;

import static charrnn.corpus.Texts.lines;
import static charrnn.corpus.Texts.load;
import static charrnn.corpus.Texts.mistakesOf;
import static charrnn.corpus.Texts.names;
import static charrnn.corpus.Texts.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import charrnn.message.UserError;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CorpusMessagesTest {
    @TempDir
    private Path folder;

    private static void assertRefused(TestConfig config, String message) {
        assertThat(mistakesOf(config)).containsExactly(message);
    }

    @Test
    void anEmptyCorpusSaysWhereAndWhichGlobs() throws IOException {
        write(folder, "README", "none\n");
        assertRefused(TestConfig.of(folder), "no file in " + folder + " matches corpus.include [**/*.c, **/*.h]");
        assertRefused(
                TestConfig.of(folder).include("**/*").exclude("README"),
                "no file in " + folder + " matches corpus.include [**/*] and not corpus.exclude [README]");
        assertRefused(
                TestConfig.of(folder).include("*.c"),
                "no file in " + folder
                        + " matches corpus.include [*.c]; a glob without **/ takes files of the top folder only");
    }

    @Test
    void aCorpusOfBadFilesSaysWhy() throws IOException {
        write(folder, "a.c", "");
        assertRefused(
                TestConfig.of(folder), "no file in " + folder + " can be used (empty: 1, not text or unreadable: 0)");
        write(folder, "b.c", "a\0");
        assertThatThrownBy(() -> Corpus.load(TestConfig.of(folder).build(), warning -> {}))
                .isInstanceOf(UserError.class)
                .hasMessage("no file in " + folder + " can be used (empty: 1, not text or unreadable: 1; the"
                        + " first: b.c: not text: control character U+0000 at byte offset 1)");
    }

    private static void assertMissing(Path path, String advice) {
        assertRefused(TestConfig.of(path), "corpus.path: '" + path + "' does not exist" + advice);
    }

    @Test
    void aPathThatDoesNotExistIsNamedWithTheNearestOneOrWhereItWasLookedFor() throws IOException {
        write(folder, "kernel/a.c", "int a;\n");
        assertMissing(folder.resolve("kernle"), "; did you mean '" + folder.resolve("kernel") + "'?");
        assertMissing(folder.resolve("drivers"), "");
        assertMissing(folder.resolve("none/deep"), "");
        Path relative = Path.of("no-such-folder-here");
        assertMissing(relative, " (looked for " + relative.toAbsolutePath() + ")");
    }

    @Test
    void aMissingFolderOfFetchedCSaysHowToFetchIt() {
        assertMissing(folder.resolve("corpus/c"), "; run corpus/fetch-c.sh to fetch other projects' C there");
        Path linux = folder.resolve("corpus/linux");
        assertMissing(linux, "; run corpus/fetch-linux.sh to fetch the kernel's C there");
        assertMissing(
                linux.resolve("fs"),
                "; corpus/fetch-linux.sh --force fetches the kernel's directories, --dirs names others");
    }

    @Test
    void allMissingPathsAreNamedAtOnce() {
        assertThat(mistakesOf(TestConfig.of(folder.resolve("one"), folder, folder.resolve("another"))))
                .containsExactly(
                        "corpus.path: '" + folder.resolve("one") + "' does not exist",
                        "corpus.path: '" + folder.resolve("another") + "' does not exist");
    }

    @Test
    void noPathAndAnImpossiblePathAreUsersErrors() {
        assertRefused(TestConfig.of(), "corpus.path: names nothing; it takes folders and files");
        assertRefused(
                TestConfig.ofNames("a\0b"),
                "corpus.path: 'a\\u0000b' cannot be a path here: Nul character not allowed");
        assertRefused(TestConfig.ofNames(""), "corpus.path: '' is no path");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.zip", "a.tar", "a.tgz", "a.tar.xz", "a.tar.bz2", "a.tar.zst", "a.7z", "A.Tar.Gz"})
    void anArchiveIsAUsersError(String name) throws IOException {
        write(folder, name, "");
        Path file = folder.resolve(name);
        assertRefused(TestConfig.of(file), "corpus.path: '" + file + "' is an archive: unpack it and name the folder");
    }

    @Test
    void aFolderMayBeNamedLikeAnArchive() throws IOException {
        write(folder, "a.zip/a.c", "int a;\n");
        TestConfig config = TestConfig.of(folder.resolve("a.zip")).shares(0, 0);
        assertThat(names(load(config))).containsExactly("a.c");
    }

    @Test
    void theSummaryCountsFilesAndCharactersOfEachPart() throws IOException {
        write(folder, "a.c", lines(1, 50));
        write(folder, "b.c", lines(1, 3));
        write(folder, "c.c", lines(1, 4));
        write(folder, "copy.c", lines(1, 4));
        write(folder, "empty.c", "");
        write(folder, "bad.c", "\0");
        Corpus corpus = Corpus.load(TestConfig.of(folder).build(), warning -> {});
        assertThat(corpus.summary())
                .isEqualTo("3 files, 1,733 characters, 29 symbols (left out: 1 duplicate, 2 unreadable or empty);"
                        + " training 1,530 characters in 1 file, validation 87 characters in 1 file, test 116"
                        + " characters in 1 file");
    }
}
