package charrnn.tools.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import charrnn.config.Config;
import charrnn.config.CorpusConfig;
import charrnn.corpus.Corpus;
import charrnn.corpus.EncodedText;
import charrnn.corpus.EncodedTexts;
import charrnn.tools.statistics.CorpusStatistics.Lines;
import charrnn.tools.statistics.CorpusStatistics.Lines.Line;
import charrnn.tools.statistics.CorpusStatistics.Symbol;
import charrnn.tools.statistics.NearDuplicates.Pair;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CorpusStatisticsTest {
    private final Path folder;

    CorpusStatisticsTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    private Corpus corpus() {
        CorpusConfig config = Config.defaults().corpus().withPath(List.of(folder.toString()));
        return Corpus.load(config, warning -> {});
    }

    private static String words(Random random, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "word" + random.nextInt(10_000) + (i % 8 == 7 ? ";\n" : " "))
                .collect(Collectors.joining());
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
        assertThat(statistics.lines().count()).isEqualTo(7);
        assertThat(statistics.lines().longest().get(0)).isEqualTo(new Line("a.c", 3, 15));
        assertThat(statistics.lines().longest()).contains(new Line("b.c", 2, 6), new Line("e.c", 1, 1));
        assertThat(statistics.symbols().stream().mapToLong(Symbol::count).sum()).isEqualTo(corpus.chars());
        assertThat(statistics.symbols()).contains(new Symbol('\n', 6));
        assertThat(corpus.duplicates()).hasSize(1);
        assertThat(Set.of("c.c", "d.c"))
                .contains(corpus.duplicates().firstKey())
                .contains(corpus.duplicates().get(corpus.duplicates().firstKey()));
    }

    @Test
    void linesAreNumberedAcrossThePiecesOfAFile() throws IOException {
        write("only.c", "a\n".repeat(500) + "x".repeat(20) + "\n");
        Lines lines = Lines.of(corpus());
        assertThat(lines.count()).isEqualTo(501);
        assertThat(lines.longest()).contains(new Line("only.c", 501, 20));
    }

    @Test
    void entropiesOfRandomCharactersDoNotDependOnTheContext() {
        byte[] text = new byte[500_000];
        Random random = new Random(1);
        IntStream.range(0, text.length).forEach(i -> text[i] = (byte) random.nextInt(4));
        List<Double> entropies = CorpusStatistics.entropies(EncodedTexts.ofBytes(text), 4);
        assertThat(entropies).hasSize(5);
        assertThat(entropies).allSatisfy(bits -> assertThat(bits).isEqualTo(2, within(0.01)));
    }

    @Test
    void entropyIsZeroIfEachCharacterDeterminesTheNext() {
        byte[] text = new byte[100_000];
        IntStream.range(0, text.length).forEach(i -> text[i] = (byte) (i % 8));
        List<Double> entropies = CorpusStatistics.entropies(EncodedTexts.ofBytes(text), 8);
        assertThat(entropies.get(0)).isEqualTo(3, within(1e-3));
        assertThat(entropies.subList(1, 5)).allSatisfy(bits -> assertThat(bits).isEqualTo(0, within(1e-3)));
    }

    @Test
    void nGramsTooLongForALongOrForTheTextAreLeftOut() {
        assertThat(CorpusStatistics.entropies(EncodedText.ofChars(new char[100]), 65_536))
                .hasSize(3);
        assertThat(CorpusStatistics.entropies(EncodedTexts.ofBytes(new byte[2]), 2))
                .hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.6, 0.8, 0.95, 1})
    void nearDuplicatesAreFoundWithTheirSimilarity(double least) throws IOException {
        Random random = new Random(3);
        for (int i = 0; i < 30; i++) {
            String text = words(random, 400);
            write("f" + i + ".c", text);
            // The first copies differ only in white space, later ones in more and more lines.
            String[] lines = text.split("\n");
            for (int change = 0; change < i / 2; change++) {
                lines[3 * change] = words(random, 8).strip();
            }
            write("g" + i + ".c", String.join("\n\t", lines) + "\n");
        }
        Corpus corpus = corpus();
        List<Pair> pairs = NearDuplicates.of(corpus, least).pairs();
        assertThat(pairs.stream().map(CorpusStatisticsTest::names).toList())
                .containsExactlyInAnyOrderElementsOf(expected(corpus, least));
        assertThat(pairs).isSortedAccordingTo((a, b) -> Double.compare(b.similarity(), a.similarity()));
    }

    private static Set<String> names(Pair pair) {
        return Set.of(pair.one().file(), pair.other().file());
    }

    /** The near duplicates according to a comparison of sets of strings. */
    private List<Set<String>> expected(Corpus corpus, double least) throws IOException {
        List<Set<String>> pairs = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            Set<String> one = shingles(Files.readString(folder.resolve("f" + i + ".c")));
            Set<String> other = shingles(Files.readString(folder.resolve("g" + i + ".c")));
            Set<String> shared = new HashSet<>(one);
            shared.retainAll(other);
            if ((double) shared.size() / (one.size() + other.size() - shared.size()) >= least) {
                pairs.add(Set.of("f" + i + ".c", "g" + i + ".c"));
            }
        }
        return pairs;
    }

    private static Set<String> shingles(String text) {
        String[] tokens = text.replace(";", " ;").strip().split("\\s+");
        return IntStream.rangeClosed(0, tokens.length - 7)
                .mapToObj(i -> String.join(" ", List.of(tokens).subList(i, i + 7)))
                .collect(Collectors.toSet());
    }

    @Test
    void heldOutFilesWithANearDuplicateInTheTrainingTextAreCounted() throws IOException {
        Random random = new Random(4);
        for (int i = 0; i < 40; i++) {
            write("f" + i + ".c", words(random, 100));
        }
        NearDuplicates none = NearDuplicates.of(corpus(), 0.8);
        assertThat(none.pairs()).isEmpty();
        assertThat(none.copied()).isZero();
        for (int i = 0; i < 40; i++) {
            Files.writeString(
                    folder.resolve("g" + i + ".c"),
                    "/* a copy */\n" + Files.readString(folder.resolve("f" + i + ".c")));
        }
        NearDuplicates found = NearDuplicates.of(corpus(), 0.8);
        assertThat(found.pairs()).hasSize(40);
        assertThat(found.copied()).isBetween(1, found.heldOut());
    }

    @Test
    void aFileThatIsCutIntoValidationAndTestIsOneHeldOutFile() throws IOException {
        write("f.c", words(new Random(6), 400));
        assertThat(NearDuplicates.of(corpus(), 0.8).heldOut()).isEqualTo(1);
    }

    @Test
    void filesTooShortForAShingleAreSimilarToNoOther() throws IOException {
        for (int i = 0; i < 20; i++) {
            write("f" + i + ".c", "int a" + i + ";\n");
        }
        assertThat(NearDuplicates.of(corpus(), 0.5).pairs()).isEmpty();
    }

    @Test
    void minHashEstimatesTheSimilarity() {
        Random random = new Random(5);
        for (int shared = 0; shared <= 1000; shared += 100) {
            long[] common = random.longs(shared).toArray();
            ShingleSet one = set(common, random.longs(1000 - shared));
            ShingleSet other = set(common, random.longs(1000 - shared));
            double similarity = one.similarity(other);
            assertThat(similarity).isEqualTo(shared / (2000.0 - shared), within(1e-9));
            assertThat(ShingleSet.similarity(one.minHash(), other.minHash())).isEqualTo(similarity, within(0.14));
        }
        assertThat(set(new long[0], LongStream.empty()).similarity(set(new long[0], LongStream.empty())))
                .isZero();
    }

    private static ShingleSet set(long[] some, LongStream others) {
        return ShingleSet.of(LongStream.concat(LongStream.of(some), others));
    }
}
