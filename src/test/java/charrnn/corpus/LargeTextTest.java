package charrnn.corpus;

import static charrnn.corpus.Texts.lines;
import static charrnn.corpus.Texts.train;
import static charrnn.corpus.Texts.write;
import static charrnn.corpus.Texts.writeMany;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import charrnn.config.CorpusConfig;
import charrnn.corpus.FixedWidthText.Writer;
import charrnn.message.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Texts in a temporary file. */
class LargeTextTest {
    private final Path source;
    private final Path folder;

    LargeTextTest(@TempDir Path temporary) throws IOException {
        source = temporary.resolve("source");
        folder = Files.createDirectory(temporary.resolve("folder"));
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

    private static CorpusLoader loader(CorpusConfig config, Writer text, List<String> warnings) {
        return new CorpusLoader(config, Optional.empty(), text, warnings::add);
    }

    private static Corpus load(CorpusConfig config, Writer text) {
        return loader(config, text, new ArrayList<>()).load();
    }

    private static void assertSame(Corpus corpus, Corpus expected) {
        Texts.assertSame(corpus, expected);
        for (EncodedText text : List.of(corpus.train(), corpus.validation(), corpus.test())) {
            long[] counts = new long[corpus.vocabulary().size()];
            for (int symbol : text.read(0, (int) text.length())) {
                counts[symbol]++;
            }
            assertThat(text.counts()).isEqualTo(counts);
        }
    }

    /** A text that is moved to the file block by block, or whose last blocks stay on the heap. */
    @ParameterizedTest
    @CsvSource({"0, 0", "0, 150000", "100, 0", "3000, 0", "60000, 0", "100000, 0", "100000, 150000", "10000000, 0"})
    void aTextInAFileEqualsTheSameTextOnTheHeap(long maxChars, long maxHeap) {
        CorpusConfig config = TestConfig.of(source).maxChars(maxChars).build();
        List<String> expectedWarnings = new ArrayList<>();
        Corpus expected = loader(config, new Writer(), expectedWarnings).load();
        List<String> warnings = new ArrayList<>();
        Corpus corpus = loader(config, new Writer(maxHeap, folder), warnings).load();
        assertSame(corpus, expected);
        assertThat(corpus.summary()).isEqualTo(expected.summary());
        assertThat(corpus.duplicates()).isEqualTo(expected.duplicates());
        assertThat(warnings).isEqualTo(expectedWarnings);
        assertSame(loader(config, new Writer(maxHeap, folder), warnings).load(expected.split()), expected);
    }

    @Test
    void aFileThatIsCutIntoThePartsIsReadFromTheTemporaryFile() throws IOException {
        write(source, "long.c", lines(1, 8000));
        CorpusConfig config =
                TestConfig.of(source.resolve("long.c")).shares(0.1, 0.2).build();
        assertSame(load(config, new Writer(0, folder)), load(config, new Writer()));
    }

    @Test
    void theTemporaryFileHasNoNameWhileTheTextIsRead() {
        Corpus corpus = load(TestConfig.of(source).build(), new Writer(0, folder));
        assertThat(folder).isEmptyDirectory();
        assertThat(train(corpus)).contains("(void) { return ");
    }

    @Test
    void aTemporaryFileThatCannotBeWrittenIsAUsersError() {
        CorpusConfig config = TestConfig.of(source).build();
        Path gone = folder.resolve("gone");
        assertThatThrownBy(() -> load(config, new Writer(3 << 15, gone)))
                .isInstanceOf(UserError.class)
                .hasMessage("the text has more than 0 MB, so it needs a temporary file, which cannot be written in "
                        + gone + ": it does not exist; JDK_JAVA_OPTIONS=-Djava.io.tmpdir=FOLDER in the environment"
                        + " names another folder");
        CorpusConfig limited = TestConfig.of(source).maxChars(2000).build();
        assertSame(load(limited, new Writer(3 << 15, gone)), load(limited, new Writer()));
    }
}
