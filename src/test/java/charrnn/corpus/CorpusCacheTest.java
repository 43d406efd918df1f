package charrnn.corpus;

import static charrnn.corpus.Texts.lines;
import static charrnn.corpus.Texts.test;
import static charrnn.corpus.Texts.train;
import static charrnn.corpus.Texts.validation;
import static charrnn.corpus.Texts.write;
import static charrnn.corpus.Texts.writeMany;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import charrnn.config.CorpusConfig;
import charrnn.config.UserError;
import charrnn.corpus.Sources.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CorpusCacheTest {
    private static final CorpusCache NONE = new CorpusCache(Optional.empty(), 0, Long.MAX_VALUE, Duration.ZERO, 1);

    private final Path source;
    private final Path folder;
    private final CorpusCache cache;

    CorpusCacheTest(@TempDir Path temporary) {
        source = temporary.resolve("source");
        folder = temporary.resolve("not yet there/cache");
        // Everything is stored, however small and new, and mapped block by block.
        cache = new CorpusCache(Optional.of(folder), 0, Long.MAX_VALUE, Duration.ZERO, 1);
    }

    /** More than two blocks of characters, some of them beyond the 256th, and of each kind of file that is not used. */
    @BeforeEach
    void writeFiles() throws IOException {
        writeMany(source, 40, 400, 5);
        StringBuilder wide = new StringBuilder();
        new Random(2).ints(3000, 0x4E00, 0x4E00 + 300).forEach(wide::appendCodePoint);
        write(source, "wide.c", wide.toString());
        write(source, "crlf.c", "int a;\r\nint b;\r\n");
        write(source, "twin.c", lines(7, 20));
        write(source, "twin2.c", lines(7, 20));
        write(source, "empty.c", "");
        write(source, "binary.c", "int a;\0");
    }

    private Corpus load(CorpusCache from, CorpusConfig config, List<String> warnings) {
        return new CorpusLoader(config, Optional.empty(), from, warnings::add).load();
    }

    private Corpus load() {
        return load(cache, TestConfig.of(source).build(), new ArrayList<>());
    }

    private Corpus load(Split recorded) {
        CorpusConfig config = TestConfig.of(source).build();
        return new CorpusLoader(config, Optional.empty(), cache, warning -> {}).load(recorded);
    }

    private static void assertSame(Corpus corpus, Corpus expected) {
        assertThat(train(corpus)).isEqualTo(train(expected));
        assertThat(validation(corpus)).isEqualTo(validation(expected));
        assertThat(test(corpus)).isEqualTo(test(expected));
        assertThat(corpus.vocabulary()).isEqualTo(expected.vocabulary());
        assertThat(corpus.split()).isEqualTo(expected.split());
        assertThat(corpus.summary()).isEqualTo(expected.summary());
        assertThat(corpus.duplicates()).isEqualTo(expected.duplicates());
        for (EncodedText text : List.of(corpus.train(), corpus.validation(), corpus.test())) {
            long[] counts = new long[corpus.vocabulary().size()];
            for (int symbol : text.read(0, (int) text.length())) {
                counts[symbol]++;
            }
            assertThat(text.counts()).isEqualTo(counts);
        }
    }

    /** The stored corpus equals one read into memory, also when it is loaded again, which does not write the file. */
    private void assertStored(CorpusConfig config) throws IOException {
        List<String> expectedWarnings = new ArrayList<>();
        Corpus expected = load(NONE, config, expectedWarnings);
        List<String> warnings = new ArrayList<>();
        assertSame(load(cache, config, warnings), expected);
        assertThat(warnings).isEqualTo(expectedWarnings);
        Object identity = identity();
        warnings.clear();
        assertSame(load(cache, config, warnings), expected);
        assertThat(warnings).isEqualTo(expectedWarnings);
        assertThat(identity()).isEqualTo(identity);
    }

    private List<Path> stored() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    private Path onlyStored() throws IOException {
        assertThat(stored()).hasSize(1);
        return stored().get(0);
    }

    private Object identity() throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(onlyStored(), BasicFileAttributes.class);
        return List.of(String.valueOf(attributes.fileKey()), attributes.lastModifiedTime());
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 100, 3000, 60_000, 100_000, 10_000_000})
    void aStoredCorpusEqualsTheReadOne(long maxChars) throws IOException {
        assertStored(TestConfig.of(source).maxChars(maxChars).build());
    }

    @Test
    void aCutFileIsStored() throws IOException {
        write(source, "long.c", lines(1, 8000));
        assertStored(TestConfig.of(source.resolve("long.c")).shares(0.1, 0.2).build());
    }

    @Test
    void anotherSplitOrVocabularyNeedsNoOtherEncoding() throws IOException {
        load();
        Object identity = identity();
        CorpusConfig other =
                TestConfig.of(source).seed(9).shares(0.2, 0.1).vocabulary(5, 50).build();
        assertSame(load(cache, other, new ArrayList<>()), load(NONE, other, new ArrayList<>()));
        assertThat(identity()).isEqualTo(identity);
    }

    @Test
    void otherFilesAreAnotherEncoding() throws IOException {
        load();
        load(cache, TestConfig.of(source).exclude("wide.c").build(), new ArrayList<>());
        assertThat(stored()).hasSize(2);
    }

    @Test
    void twoGlobsHaveAnotherKeyThanOneWithAComma() throws IOException {
        load(cache, TestConfig.of(source).exclude("**/wide.c, **/crlf.c").build(), new ArrayList<>());
        CorpusConfig both =
                TestConfig.of(source).exclude("**/wide.c", "**/crlf.c").build();
        assertSame(load(cache, both, new ArrayList<>()), load(NONE, both, new ArrayList<>()));
        assertThat(stored()).hasSize(2);
    }

    @Test
    void aChangedFileIsReadAgainEvenIfItsSizeAndDateAreUnchanged() throws IOException {
        load();
        Path file = source.resolve("crlf.c");
        FileTime date = Files.getLastModifiedTime(file);
        write(source, "crlf.c", "int a;\r\nint c;\r\n");
        Files.setLastModifiedTime(file, date);
        assertSame(load(), load(NONE, TestConfig.of(source).build(), new ArrayList<>()));
    }

    @Test
    void addedAndDeletedFilesChangeTheFingerprint() throws IOException {
        load();
        write(source, "new.c", "int brand_new;\n");
        Corpus more = load();
        assertSame(more, load(NONE, TestConfig.of(source).build(), new ArrayList<>()));
        Files.delete(source.resolve("new.c"));
        assertThat(load().files()).isEqualTo(more.files() - 1);
    }

    @Test
    void anEncodingOfRecentlyChangedFilesIsNotUsedAgain() throws IOException {
        CorpusCache careful = new CorpusCache(Optional.of(folder), 0, Long.MAX_VALUE, Duration.ofDays(1), 1);
        load(careful, TestConfig.of(source).build(), new ArrayList<>());
        Object identity = identity();
        load(careful, TestConfig.of(source).build(), new ArrayList<>());
        assertThat(identity()).isNotEqualTo(identity);
    }

    @Test
    void aSmallCorpusIsNotStored() {
        CorpusCache large = new CorpusCache(Optional.of(folder), 100_000_000, Long.MAX_VALUE, Duration.ZERO, 1);
        load(large, TestConfig.of(source).build(), new ArrayList<>());
        assertThat(folder).doesNotExist();
    }

    @Test
    void aSmallCorpusIsStoredIfMemoryIsShort() throws IOException {
        CorpusConfig config = TestConfig.of(source).build();
        Corpus expected = load(NONE, config, new ArrayList<>());
        long text = expected.chars();
        CorpusCache littleMemory = new CorpusCache(Optional.of(folder), 9 * text, text / 2, Duration.ZERO, 1);
        assertSame(load(littleMemory, config, new ArrayList<>()), expected);
        assertThat(onlyStored()).isNotEmptyFile();
    }

    @Test
    void aTextThatFitsNeitherMemoryNorAFolderIsAUsersError() {
        CorpusCache none = new CorpusCache(Optional.empty(), 0, 200_000, Duration.ZERO, 1);
        assertThatThrownBy(() -> load(none, TestConfig.of(source).build(), new ArrayList<>()))
                .isInstanceOf(UserError.class)
                .hasMessage("corpus.path: the text does not fit into the 0 MB that Java may use, and cannot be"
                        + " kept encoded in a folder: set CHARRNN_CACHE to one with room for it, or give"
                        + " Java more memory with -Xmx");
        CorpusConfig limited = TestConfig.of(source).maxChars(20_000).build();
        assertSame(load(none, limited, new ArrayList<>()), load(NONE, limited, new ArrayList<>()));
    }

    @Test
    void aLimitedTextOfOtherFilesThatCanBeHeldOutIsStoredBesideIt() {
        for (String some : List.of("**", "d1/**", "d2/**")) {
            CorpusConfig limited =
                    TestConfig.of(source).maxChars(5000).heldOutFrom(some).build();
            assertSame(load(cache, limited, new ArrayList<>()), load(NONE, limited, new ArrayList<>()));
        }
    }

    @Test
    void aSmallPartOfALargeCorpusIsNotStored() {
        CorpusCache large = new CorpusCache(Optional.of(folder), 100_000, Long.MAX_VALUE, Duration.ZERO, 1);
        load(large, TestConfig.of(source).maxChars(5000).build(), new ArrayList<>());
        assertThat(folder).doesNotExist();
    }

    /** The second reading starts without the sampler's state of the first. */
    @Test
    void aLimitedTextThatCannotBeStoredIsReadIntoMemory() throws IOException {
        CorpusConfig config = TestConfig.of(source).maxChars(5000).build();
        CorpusCache cache = new CorpusCache(Optional.of(folder), 0, Long.MAX_VALUE, Duration.ZERO, 1);
        load(cache, config, new ArrayList<>());
        try (var kept = Files.newDirectoryStream(folder)) {
            for (Path file : kept) {
                Files.delete(file);
                Files.createFile(Files.createDirectory(file).resolve("in the way"));
            }
        }
        List<String> warnings = new ArrayList<>();
        assertSame(load(cache, config, warnings), load(NONE, config, new ArrayList<>()));
        assertThat(warnings.get(0)).contains("cannot be kept");
    }

    @Test
    void anUnwritableFolderGivesAWarningAndTheTextIsReadIntoMemory() throws IOException {
        Path file = Files.createFile(source.resolveSibling("file"));
        CorpusCache impossible =
                new CorpusCache(Optional.of(file.resolve("cache")), 0, Long.MAX_VALUE, Duration.ZERO, 1);
        List<String> warnings = new ArrayList<>();
        CorpusConfig config = TestConfig.of(source).build();
        assertSame(load(impossible, config, warnings), load(NONE, config, new ArrayList<>()));
        assertThat(warnings.get(0))
                .contains("cannot be kept", file.toString(), "read into memory", CorpusCache.VARIABLE);
    }

    @Test
    void aFailureToWriteIsNotReportedAsABadSource() {
        CorpusConfig config = TestConfig.of(source).build();
        ConfiguredFiles selection = new ConfiguredFiles(config);
        CorpusReader reader = new CorpusReader(selection, new FixedWidthText.Memory(9), bytes -> {});
        List<Source> sources = new Sources(config.path()).list(selection);
        assertThatThrownBy(() -> reader.read(sources))
                .isInstanceOf(FixedWidthText.WriteFailure.class)
                .hasRootCauseMessage("the text has more than 9 bytes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"empty", "beginning only", "index", "trailer", "another format"})
    void aDamagedFileIsWrittenAgain(String damage) throws IOException {
        Corpus expected = load();
        replace(damaged(Files.readAllBytes(onlyStored()), damage));
        assertSame(load(), expected);
        Object identity = identity();
        assertSame(load(), expected);
        assertThat(identity()).isEqualTo(identity);
    }

    private static byte[] damaged(byte[] bytes, String damage) {
        return switch (damage) {
            case "empty" -> new byte[0];
            case "beginning only" -> Arrays.copyOf(bytes, bytes.length / 2);
            case "index" -> flip(bytes, bytes.length - 1000);
            case "trailer" -> flip(bytes, bytes.length - CacheFile.TRAILER);
            default -> flip(bytes, bytes.length - 1);
        };
    }

    private static byte[] flip(byte[] bytes, int position) {
        bytes[position] ^= 4;
        return bytes;
    }

    /** Replaces the file by another one: cutting off a mapped file would end this process. */
    private void replace(byte[] bytes) throws IOException {
        Path other = Files.write(folder.resolveSibling("damaged"), bytes);
        Files.move(other, onlyStored(), StandardCopyOption.REPLACE_EXISTING);
    }

    @Test
    void aDamagedTextIsNamedWhenItIsRead() throws IOException {
        load();
        replace(flip(Files.readAllBytes(onlyStored()), 70_000));
        assertThatThrownBy(() -> {
                    Corpus corpus = load();
                    train(corpus).concat(validation(corpus)).concat(test(corpus));
                })
                .isInstanceOf(UserError.class)
                .hasMessage(onlyStored() + ", an encoded corpus, is damaged: delete it, and it is made again");
    }

    @Test
    void aRecordedSplitIsReadFromTheConfiguredFilesEncoding() throws IOException {
        Corpus corpus = load();
        Object identity = identity();
        Corpus again = load(corpus.split());
        assertThat(train(again)).isEqualTo(train(corpus));
        assertThat(identity()).isEqualTo(identity);
    }

    @Test
    void aRecordedSplitIsEncodedAloneIfTheFirstEncodingIsGone() throws IOException {
        Corpus corpus = load();
        Files.delete(onlyStored());
        assertThat(train(load(corpus.split()))).isEqualTo(train(corpus));
        Object identity = identity();
        assertThat(test(load(corpus.split()))).isEqualTo(test(corpus));
        assertThat(identity()).isEqualTo(identity);
    }

    @Test
    void aRecordedSplitWhoseFilesChangedIsRefused() throws IOException {
        Split recorded = load().split();
        write(source, "d1/f004.c", "int more;\n");
        assertThatThrownBy(() -> load(recorded))
                .isInstanceOf(UserError.class)
                .hasMessageMatching(".*; missing, changed or unusable: 1 of \\d+ files: d1/f004\\.c \\(changed\\)");
    }

    @Test
    void anInterruptedEncodingLeavesNothing() throws Exception {
        try (CacheProcess process = new CacheProcess(source, folder)) {
            assertThat(process.line()).isEqualTo("in the middle");
            assertThat(onlyStored().getFileName().toString()).contains(".tmp-");
            process.interrupt();
        }
        assertThat(stored()).isEmpty();
    }

    @Test
    void temporaryFilesOfAKilledEncodingAreDeletedByTheNext() throws Exception {
        try (CacheProcess process = new CacheProcess(source, folder)) {
            assertThat(process.line()).isEqualTo("in the middle");
            process.kill();
        }
        assertThat(onlyStored().getFileName().toString()).contains(".tmp-");
        assertSame(load(), load(NONE, TestConfig.of(source).build(), new ArrayList<>()));
        assertThat(onlyStored().getFileName().toString()).endsWith(".corpus").doesNotContain(".tmp-");
    }

    @Test
    void twoProcessesMayEncodeTheSameAtOnce() throws Exception {
        try (CacheProcess one = new CacheProcess(source, folder);
                CacheProcess other = new CacheProcess(source, folder)) {
            assertThat(one.line()).isEqualTo("in the middle");
            assertThat(other.line()).isEqualTo("in the middle");
            one.proceed();
            other.proceed();
            assertThat(one.result()).isEqualTo(other.result());
        }
        Object identity = identity();
        assertSame(load(), load(NONE, TestConfig.of(source).build(), new ArrayList<>()));
        assertThat(identity()).isEqualTo(identity);
    }

    @Test
    void theFolderIsTheUsersUnlessTheEnvironmentNamesAnother() {
        assertThat(CorpusCache.folder(Map.of(), "/home/me")).contains(Path.of("/home/me/.cache/charrnn"));
        assertThat(CorpusCache.folder(Map.of("XDG_CACHE_HOME", "/c"), "/home/me"))
                .contains(Path.of("/c/charrnn"));
        assertThat(CorpusCache.folder(Map.of("CHARRNN_CACHE", "/d", "XDG_CACHE_HOME", "/c"), "/home/me"))
                .contains(Path.of("/d"));
        assertThat(CorpusCache.folder(Map.of("CHARRNN_CACHE", ""), "/home/me")).isEmpty();
        assertThat(CorpusCache.folder(Map.of("CHARRNN_CACHE", "/d"), "\0")).contains(Path.of("/d"));
    }
}
