package charrnn.corpus;

import static charrnn.corpus.Texts.load;
import static charrnn.corpus.Texts.names;
import static charrnn.corpus.Texts.train;
import static charrnn.corpus.Texts.warningsOf;
import static charrnn.corpus.Texts.write;
import static charrnn.corpus.Texts.writeMany;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import charrnn.config.UserError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArchiveTest {
    private final Path folder;

    ArchiveTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private Path packed(String archive, Map<String, String> files) throws IOException {
        return Archives.write(folder.resolve(archive), files);
    }

    private static final Map<String, String> SOME = new TreeMap<>(
            Map.of("top.c", "int top;\n", "./a/mid.c", "int mid;\n", "a/b/deep.h", "int deep;\n", "x", "-"));

    @ParameterizedTest
    @ValueSource(strings = {"a.zip", "a.tar", "a.tar.gz", "a.tgz", "a.tar.xz", "A.ZIP", "a.Tar.Gz", "two\nlines.zip"})
    void anArchiveIsReadLikeTheFolderItWasMadeOf(String archive) throws IOException {
        Path source = folder.resolve("source");
        writeMany(source, 30, 20, 3);
        Corpus fromFolder = load(TestConfig.of(source));
        Corpus fromArchive = load(TestConfig.of(Archives.ofFolder(folder.resolve(archive), source)));
        assertThat(fromArchive.split()).isEqualTo(fromFolder.split());
        assertThat(train(fromArchive)).isEqualTo(train(fromFolder));
        assertThat(fromArchive.vocabulary()).isEqualTo(fromFolder.vocabulary());
        assertThat(fromArchive.summary()).isEqualTo(fromFolder.summary());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.zip", "a.tar.gz"})
    void globsAreRelativeToTheArchivesRoot(String archive) throws IOException {
        TestConfig config = TestConfig.of(packed(archive, SOME))
                .include("*.c", "a/**")
                .exclude("**/*.h")
                .shares(0, 0);
        assertThat(names(load(config))).containsExactly("a/mid.c", "top.c");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.zip", "a.tar"})
    void nothingIsUnpackedToTheDisk(String archive) throws IOException {
        Path file = packed(archive, Map.of("../../evil.c", "int evil;\n", "/etc/evil.h", "int evil2;\n"));
        assertThat(names(load(TestConfig.of(file).shares(0, 0)))).containsExactly("../../evil.c", "etc/evil.h");
        assertThat(folder).isDirectoryNotContaining("glob:**evil*");
    }

    @Test
    void badFilesInArchivesAreNamedAndSkipped() throws IOException {
        Path file = packed("a.tar", Map.of("good.c", "int good;\n", "nul.c", "a\0"));
        assertThat(warningsOf(TestConfig.of(file).shares(0, 0).build()))
                .containsExactly("nul.c: not text: control character U+0000 at byte offset 1; skipped");
    }

    @Test
    void anEntryWithoutANameIsSkipped() throws IOException {
        Path file = Archives.tar(folder.resolve("a.tar"), tar -> {
            tar.file("", "int nameless;\n");
            tar.file("a.c", "int a;\n");
        });
        TestConfig config = TestConfig.of(file).include("**").shares(0, 0);
        assertThat(warningsOf(config.build())).containsExactly(file + ": it has an entry without a name; skipped");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.zip", "a.tar"})
    void controlCharactersInNamesAreEscaped(String archive) throws IOException {
        Path file = packed(archive, Map.of("\u001b[2J\r\n\u202e.c", "\0", "good.c", "int good;\n"));
        assertThat(warningsOf(TestConfig.of(file).shares(0, 0).build()))
                .containsExactly(
                        "\\u001B[2J\\u000D\\u000A\\u202E.c: not text: control character U+0000 at byte offset 0;"
                                + " skipped");
        assertThatThrownBy(() -> load(TestConfig.of(file).strict()))
                .hasMessageEndingWith(
                        "\\u001B[2J\\u000D\\u000A\\u202E.c: not text: control character U+0000 at byte offset 0");
    }

    @Test
    void aSecondEntryOfOneNameIsSkipped() throws IOException {
        Path file = Archives.tar(folder.resolve("a.tar"), tar -> {
            tar.file("a.c", "int first;\n");
            tar.file("a.c", "int second;\n");
        });
        TestConfig config = TestConfig.of(file).shares(0, 0);
        assertThat(warningsOf(config.build()))
                .containsExactly("a.c: a second file of this name in the archive; skipped");
        assertThat(train(Corpus.load(config.build(), warning -> {}))).isEqualTo("int first;\n");
    }

    @Test
    void linksAndDevicesInATarAreIgnored() throws IOException {
        Path file = Archives.tar(folder.resolve("a.tar"), tar -> {
            tar.file("good.c", "int good;\n");
            tar.special("sym.c", TarConstants.LF_SYMLINK, "/etc/passwd");
            tar.special("hard.c", TarConstants.LF_LINK, "good.c");
            tar.special("dev.c", TarConstants.LF_CHR, "");
            tar.special("disk.c", TarConstants.LF_BLK, "");
            tar.special("pipe.c", TarConstants.LF_FIFO, "");
            tar.special("dir.c/", TarConstants.LF_DIR, "");
        });
        Corpus corpus = load(TestConfig.of(file).shares(0, 0));
        assertThat(names(corpus)).containsExactly("good.c");
        assertThat(corpus.skipped()).as("not even taken for empty files").isZero();
    }

    @Test
    void linksInAZipAreIgnored() throws IOException {
        Path file = Archives.zipWithLink(folder.resolve("a.zip"), "good.c", "int good;\n", "sym.c", "/etc/passwd");
        assertThat(names(load(TestConfig.of(file).shares(0, 0)))).containsExactly("good.c");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bomb.zip", "bomb.tar.gz"})
    void aFileThatExpandsTooFarIsAUsersError(String archive) throws IOException {
        Path file = packed(archive, Map.of("a.c", " ".repeat((64 << 20) + 1)));
        assertThat(file).satisfies(bomb -> assertThat(Files.size(bomb)).isLessThan(200_000));
        assertThatThrownBy(() -> load(TestConfig.of(file)))
                .isInstanceOf(UserError.class)
                .hasMessage(file + ": a.c expands to more than 67,108,864 bytes, the limit for a file in an archive;"
                        + " unpack it yourself if you trust it");
    }

    @Test
    void aFileJustWithinTheLimitIsRead() throws IOException {
        Path file = packed("a.zip", Map.of("a.c", "0123456789"));
        assertThat(limited(file, new ArchiveSource.Limits(10, 10)).chars()).isEqualTo(10);
        assertThatThrownBy(() -> limited(file, new ArchiveSource.Limits(9, 10))).isInstanceOf(UserError.class);
        assertThatThrownBy(() -> limited(file, new ArchiveSource.Limits(10, 9))).isInstanceOf(UserError.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bomb.zip", "bomb.tar", "bomb.tar.gz", "bomb.tar.xz"})
    void anArchiveThatExpandsTooFarIsAUsersError(String archive) throws IOException {
        Path file = packed(archive, Map.of("a.c", "a".repeat(60_000), "b.c", "b".repeat(60_000)));
        assertThatThrownBy(() -> limited(file, new ArchiveSource.Limits(70_000, 100_000)))
                .isInstanceOf(UserError.class)
                .hasMessage(file + ": expands to more than 100,000 bytes, the limit for an archive;"
                        + " unpack it yourself if you trust it");
        assertThat(limited(file, new ArchiveSource.Limits(70_000, 200_000)).files())
                .isEqualTo(2);
    }

    @Test
    void aZipOfManySmallBombsIsRefusedBeforeItIsRead() throws IOException {
        Path file = packed("bombs.zip", Map.of("a.c", "a".repeat(60_000), "b.c", "b".repeat(60_000)));
        byte[] zip = Files.readAllBytes(file);
        Arrays.fill(zip, 40, 60, (byte) 0xff); // what is compressed in the first file
        Files.write(file, zip);
        assertThatThrownBy(() -> limited(file, new ArchiveSource.Limits(70_000, 200_000)))
                .hasMessageContaining("is damaged");
        assertThatThrownBy(() -> limited(file, new ArchiveSource.Limits(70_000, 100_000)))
                .hasMessageContaining("expands to more than 100,000 bytes, the limit for an archive");
    }

    @Test
    void unselectedFilesCountInATarsTotal() throws IOException {
        Path file = packed("bomb.tar.gz", Map.of("a.c", "int a;\n", "zeros.bin", "\0".repeat(1_000_000)));
        assertThatThrownBy(() -> limited(file, new ArchiveSource.Limits(1000, 100_000)))
                .isInstanceOf(UserError.class);
    }

    private static Corpus limited(Path archive, ArchiveSource.Limits limits) {
        return new CorpusLoader(
                        TestConfig.of(archive).shares(0, 0).build(),
                        Optional.empty(),
                        limits,
                        CorpusCache.ofUser(),
                        warning -> {})
                .load();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.zip", "a.tar", "a.tar.gz", "a.tar.xz"})
    void aFileThatIsNoArchiveIsAUsersErrorThatNamesIt(String archive) throws IOException {
        write(folder, archive, "This is no archive, whatever its name says.\n".repeat(40));
        Path file = folder.resolve(archive);
        assertThatThrownBy(() -> load(TestConfig.of(file)))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith(file + ": cannot be read as an archive, or is damaged: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.zip", "a.tar", "a.tar.gz", "a.tar.xz"})
    void anEmptyFileIsNoArchive(String archive) throws IOException {
        write(folder, archive, "");
        Path file = folder.resolve(archive);
        assertThatThrownBy(() -> load(TestConfig.of(file)))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith(file + ": cannot be read as an archive, or is damaged: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.zip", "a.tar", "a.tar.gz", "a.tar.xz"})
    void anArchiveThatIsCutOffIsAUsersErrorThatNamesIt(String archive) throws IOException {
        Path source = folder.resolve("source");
        writeMany(source, 20, 40, 3);
        byte[] whole = Files.readAllBytes(Archives.ofFolder(folder.resolve(archive), source));
        for (int end = whole.length / 4; end < whole.length * 3 / 4; end += whole.length / 50) {
            Path file = Files.write(folder.resolve("cut-" + archive), Arrays.copyOf(whole, end));
            assertThatThrownBy(() -> load(TestConfig.of(file)))
                    .isInstanceOf(UserError.class)
                    .hasMessageStartingWith(file + ": cannot be read as an archive, or is damaged: ");
        }
    }

    @Test
    void aTarThatIsCutOffBetweenTwoFilesIsNoticed() throws IOException {
        Path whole = packed("a.tar", new TreeMap<>(Map.of("a.c", "int a;\n", "b.c", "int b;\n")));
        Path file = Files.write(folder.resolve("cut.tar"), Arrays.copyOf(Files.readAllBytes(whole), 1024));
        assertThatThrownBy(() -> load(TestConfig.of(file)))
                .isInstanceOf(UserError.class)
                .hasMessage(file + ": cannot be read as an archive, or is damaged: it has no end, as if cut off");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.zip", "a.tar", "a.tar.gz", "a.tar.xz"})
    void aDamagedArchiveGivesAUsersErrorOrText(String archive) throws IOException {
        Path source = folder.resolve("source");
        writeMany(source, 6, 10, 3);
        byte[] whole = Files.readAllBytes(Archives.ofFolder(folder.resolve(archive), source));
        Random random = new Random(11);
        int errors = 0;
        for (int round = 0; round < 60; round++) {
            byte[] damaged = whole.clone();
            for (int hit = 0; hit < 3; hit++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            Path file = Files.write(folder.resolve("damaged-" + archive), damaged);
            try {
                Corpus.load(TestConfig.of(file).build(), warning -> {});
            } catch (UserError e) {
                errors++;
            }
        }
        assertThat(errors).isPositive();
    }

    @Test
    void aChangedByteInAZipsFileIsNoticed() throws IOException {
        Path file = Archives.stored(folder.resolve("a.zip"), "a.c", "int answer = 42;\n");
        byte[] bytes = Files.readAllBytes(file);
        int answer = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("42");
        bytes[answer] = '5';
        Files.write(file, bytes);
        assertThatThrownBy(() -> load(TestConfig.of(file)))
                .isInstanceOf(UserError.class)
                .hasMessage(file + ": cannot be read as an archive, or is damaged: a.c differs in size or"
                        + " checksum from the directory");
    }

    @Test
    void anArchiveInAFolderIsAFileLikeAnyOther() throws IOException {
        packed("inner.zip", SOME);
        write(folder, "a.c", "int a;\n");
        assertThat(names(load(TestConfig.of(folder).shares(0, 0)))).containsExactly("a.c");
    }
}
