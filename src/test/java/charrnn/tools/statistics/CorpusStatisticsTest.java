package charrnn.tools.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import charrnn.corpus.EncodedTexts;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CorpusStatisticsTest {
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
