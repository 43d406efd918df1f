package charrnn.corpus;

import static charrnn.corpus.Texts.load;
import static charrnn.corpus.Texts.train;
import static charrnn.corpus.Texts.write;
import static charrnn.corpus.Texts.writeMany;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MaxCharsTest {
    @TempDir
    private Path folder;

    private TestConfig all() {
        return TestConfig.of(folder).shares(0, 0);
    }

    @ParameterizedTest
    @ValueSource(longs = {1000, 2500, 5000, 12345})
    void aLimitedTextIsTheBeginningOfTheWholeOneCutAtALineEnd(long limit) throws IOException {
        writeMany(folder, 40, 30, 5);
        String whole = train(load(all()));
        String limited = train(load(all().maxChars(limit)));
        assertThat(whole).startsWith(limited).hasSizeGreaterThan(13_000);
        assertThat(limited).endsWith("}\n");
        assertThat((long) limited.length()).isBetween(limit - 60, limit);
    }

    @Test
    void aLimitThatEndsWithAFileTakesNoMoreAndNoLess() throws IOException {
        writeMany(folder, 10, 30, 5);
        Split whole = load(all()).split();
        long first = whole.pieces().get(0).chars();
        assertThat(load(all().maxChars(first)).split().pieces())
                .isEqualTo(whole.pieces().subList(0, 1));
        long two = first + whole.pieces().get(1).chars();
        assertThat(load(all().maxChars(two)).split().pieces())
                .isEqualTo(whole.pieces().subList(0, 2));
    }

    /** A text without line ends, one whose line end would drop more than half, and one of characters of several bytes. */
    @ParameterizedTest
    @CsvSource({"'', ab, 9, ababababa", "a|, b, 9, a|bbbbbbb", "'', 😀é|, 7, 😀é|😀é|"})
    void aTextIsCutAtALineEndThatKeepsHalfOrElseAtTheLimit(String begin, String repeated, long limit, String cut)
            throws IOException {
        write(folder, "a.c", (begin + repeated.repeat(100)).replace('|', '\n'));
        assertThat(train(load(all().maxChars(limit)))).isEqualTo(cut.replace('|', '\n'));
    }

    @Test
    void filesAfterTheLimitAreNotChecked() throws IOException {
        write(folder, "a.c", "int a;\n");
        write(folder, "z.c", "\0");
        long first = LongStream.range(0, 100)
                .filter(seed ->
                        ConfiguredFiles.shuffleKey(seed, "a.c").compareTo(ConfiguredFiles.shuffleKey(seed, "z.c")) < 0)
                .findFirst()
                .orElseThrow();
        Corpus corpus = load(all().seed(first).maxChars(7));
        assertThat(train(corpus)).isEqualTo("int a;\n");
        assertThat(corpus.skipped()).isZero();
    }
}
