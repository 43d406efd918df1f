package charrnn.tools.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import charrnn.config.Config;
import charrnn.config.CorpusConfig;
import charrnn.corpus.Corpus;
import charrnn.corpus.EncodedTexts;
import charrnn.tools.statistics.CorpusStatistics.Symbol;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CorpusStatisticsTest {
    @TempDir
    private Path folder;

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    private Corpus corpus() {
        CorpusConfig config = Config.defaults().corpus().withPath(List.of(folder.toString()));
        return Corpus.load(config, warning -> {});
    }

    @Test
    void linesAndSymbolsAreCounted() throws IOException {
        write("a.c", "int a;\n\nlong line of a;\n");
        write("b.c", "xx\nno end");
        write("c.c", "1234567\n");
        write("d.c", "1234567\n");
        write("e.c", "z\n");
        Corpus corpus = corpus();
        CorpusStatistics statistics = CorpusStatistics.of(corpus);
        assertThat(statistics.lines()).isEqualTo(6);
        assertThat(statistics.symbols().stream().mapToLong(Symbol::count).sum()).isEqualTo(corpus.chars());
        assertThat(statistics.symbols()).contains(new Symbol('\n', 6));
        assertThat(corpus.duplicates()).hasSize(1);
        assertThat(Set.of("c.c", "d.c"))
                .contains(corpus.duplicates().firstKey())
                .contains(corpus.duplicates().get(corpus.duplicates().firstKey()));
    }

    @Test
    void entropiesOfRandomCharactersDoNotDependOnTheContext() {
        int[] text = new Random(1).ints(500_000, 0, 4).toArray();
        List<Double> entropies = CorpusStatistics.entropies(EncodedTexts.ofIndices(text), 4);
        assertThat(entropies).hasSize(5);
        assertThat(entropies).allSatisfy(bits -> assertThat(bits).isEqualTo(2, within(0.01)));
    }

    @Test
    void entropyIsZeroIfEachCharacterDeterminesTheNext() {
        int[] text = IntStream.range(0, 100_000).map(i -> i % 8).toArray();
        List<Double> entropies = CorpusStatistics.entropies(EncodedTexts.ofIndices(text), 8);
        assertThat(entropies.get(0)).isEqualTo(3, within(1e-3));
        assertThat(entropies.subList(1, 5)).allSatisfy(bits -> assertThat(bits).isEqualTo(0, within(1e-3)));
    }

    @Test
    void nGramsTooLongForALongOrForTheTextAreLeftOut() {
        assertThat(CorpusStatistics.entropies(EncodedTexts.ofIndices(new int[100]), 65_536))
                .hasSize(3);
        assertThat(CorpusStatistics.entropies(EncodedTexts.ofIndices(0, 0), 2)).hasSize(2);
    }
}
