package charrnn.tools.score;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.corpus.EncodedTexts;
import charrnn.corpus.Split;
import charrnn.corpus.Split.Part;
import charrnn.corpus.Split.Piece;
import charrnn.corpus.Vocabulary;
import charrnn.tools.score.TrainingText.Runs;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainingTextTest {
    private static final String DIGEST = "0".repeat(64);

    /** Numbered lines, so that no run across a number occurs twice. */
    private static String lines(String name, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "\t" + name + "_" + i + " = f(" + i * i + ");\n")
                .collect(Collectors.joining());
    }

    private static final String FIRST = lines("first", 300);
    private static final String SECOND = lines("second", 300);

    static TrainingText of(int block, int overlap, String... files) {
        Vocabulary vocabulary = new Vocabulary(IntStream.concat(IntStream.range(' ', 127), IntStream.of('\n', '\t'))
                .boxed()
                .toList());
        String all = String.join("", files);
        byte[] indices = new byte[all.length()];
        for (int i = 0; i < indices.length; i++) {
            indices[i] = (byte) vocabulary.indexOf(all.charAt(i));
        }
        List<Piece> pieces = IntStream.range(0, files.length)
                .mapToObj(i -> new Piece("dir/" + i + ".c", Part.TRAIN, 0, files[i].length(), DIGEST))
                .toList();
        return new TrainingText(EncodedTexts.ofBytes(indices), vocabulary, new Split(pieces), block, overlap);
    }

    static TrainingText of(String... files) {
        return of(1 << 20, 1000, files);
    }

    @ParameterizedTest
    @CsvSource({"1000000, 1000", "1000, 300", "700, 201"})
    void findsThePlantedRunAndItsPlace(int block, int overlap) {
        String stolen = SECOND.substring(4000, 4200);
        int line = 1
                + (int) SECOND.substring(0, 4000).chars().filter(c -> c == '\n').count();
        String sample = "@@@" + stolen + "@@@";
        TrainingText training = of(block, overlap, FIRST, SECOND);
        Runs runs = training.runs(List.of(sample)).get(0);
        assertThat(runs.lengths()).hasSize(206);
        assertThat(runs.lengths()[3]).isEqualTo(200);
        assertThat(runs.lengths()[103]).isEqualTo(100);
        assertThat(runs.lengths()[205]).isEqualTo(0);
        assertThat(training.place(runs.at()[3])).isEqualTo("dir/1.c:" + line);
    }

    @Test
    void findsTheLongestOfSeveralRuns() {
        TrainingText training = of("int abc;\n", "int abcdef;\n", "int abd;\n");
        assertThat(training.runs(List.of("int abcdex")).get(0).lengths()).containsExactly(9, 8, 7, 6, 5, 4, 3, 2, 1, 0);
        assertThat(training.runs(List.of("")).get(0).lengths()).isEmpty();
    }

    @Test
    void agreesWithPlainSearch() {
        SplittableRandom random = new SplittableRandom(4);
        for (int round = 0; round < 100; round++) {
            String text = word(random, 1 + random.nextInt(200));
            String sample = word(random, random.nextInt(60));
            Runs runs = of(text).runs(List.of(sample)).get(0);
            for (int i = 0; i < sample.length(); i++) {
                int length = runs.lengths()[i];
                assertThat(text).contains(sample.substring(i, i + length));
                assertThat(text.startsWith(sample.substring(i, i + length), (int) runs.at()[i]))
                        .isTrue();
                if (i + length < sample.length()) {
                    assertThat(text).doesNotContain(sample.substring(i, i + length + 1));
                }
            }
        }
    }

    private static String word(SplittableRandom random, int length) {
        return random.ints(length, 'a', 'd')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    @Test
    void nGramModelGeneratesNoNewNGram() {
        String text = FIRST + SECOND;
        String written = of(text).nGram(6, "}\n\t", 500, new SplittableRandom(3));
        assertThat(written).hasSize(500);
        assertThat(text).doesNotContain(written);
        for (int i = 0; i + 6 <= written.length(); i++) {
            assertThat(text).contains(written.substring(i, i + 6));
        }
        assertThat(of(text).nGram(6, "}\n\t", 500, new SplittableRandom(3))).isEqualTo(written);
    }

    /** In the text, a tenth of the letters a is followed by c, the others by b. */
    @Test
    void nGramModelFollowsTheFrequencies() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 1000; i++) {
            text.append(i % 10 == 0 ? "ac" : "ab");
        }
        String written = of(text.toString()).nGram(2, "b", 20_000, new SplittableRandom(5));
        assertThat(written.chars().filter(c -> c == 'c').count()).isBetween(900L, 1100L);
    }

    @Test
    void nGramModelContinuesAfterTheEndOfTheText() {
        assertThat(of("abcdef").nGram(4, "cde", 40, new SplittableRandom(1)))
                .hasSize(40)
                .startsWith("f");
    }
}
