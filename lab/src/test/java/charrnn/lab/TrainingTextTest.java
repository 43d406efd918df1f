package charrnn.lab;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.corpus.EncodedTexts;
import charrnn.corpus.Vocabulary;
import charrnn.lab.SampleScore.Ratio;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TrainingTextTest {
    private static final Vocabulary VOCABULARY =
            new Vocabulary(IntStream.concat(IntStream.range(' ', 127), IntStream.of('\n', '\t'))
                    .boxed()
                    .toList());

    static TrainingText of(String text) {
        return new TrainingText(EncodedTexts.of(VOCABULARY, text), VOCABULARY);
    }

    /** The texts are long enough that the training text is read in several parts. */
    @Test
    void agreesWithPlainSearch() {
        SplittableRandom random = new SplittableRandom(4);
        String text = letters(random, 150_000);
        for (int from : new int[] {0, 1000, (1 << 16) - 70, (1 << 16) - 20, (1 << 17) - 60, 150_000 - 120}) {
            String sample = letters(random, 40) + text.substring(from, from + 120) + letters(random, 60);
            long copied = IntStream.rangeClosed(0, sample.length() - 50)
                    .filter(i -> text.contains(sample.substring(i, i + 50)))
                    .count();
            assertThat(copied).isGreaterThanOrEqualTo(71);
            int all = sample.length() - 49;
            assertThat(of(text).newStretches(List.of("", sample)))
                    .containsExactly(new Ratio(0, 0), new Ratio(all - copied, all));
        }
    }

    @Test
    void runsOf49CharactersAreNoCopies() {
        String text = letters(new SplittableRandom(5), 200);
        assertThat(of(text).newStretches(List.of("@" + text.substring(20, 69) + "@", text.substring(20, 70))))
                .containsExactly(new Ratio(2, 2), new Ratio(0, 1));
        assertThat(of(text.substring(0, 49)).newStretches(List.of(text))).containsExactly(new Ratio(151, 151));
    }

    private static String letters(SplittableRandom random, int length) {
        return random.ints(length, 'a', 'd')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
