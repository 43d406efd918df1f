package charrnn.tools.score;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares with plain sorting of all suffixes. */
class SuffixArrayTest {
    private static int[] sorted(int[] text) {
        Comparator<Integer> order = (a, b) -> Arrays.compare(text, a, text.length, text, b, text.length);
        return IntStream.range(0, text.length)
                .boxed()
                .sorted(order)
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private static void check(int[] text) {
        assertThat(SuffixArray.of(text)).as(Arrays.toString(text)).containsExactly(sorted(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "a", "aa", "ab", "ba", "mississippi", "abracadabra", "aaaaaaaa", "abababab", "baabaabaab"})
    void sortsWords(String word) {
        check(word.chars().map(c -> c - 'a').toArray());
    }

    @Test
    void sortsRandomTextsOfFewSymbols() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 2000; i++) {
            int symbols = 1 + random.nextInt(4);
            check(random.ints(random.nextInt(60), 0, symbols).toArray());
        }
    }

    /** Repeats of repeats: the recursion goes several levels deep. */
    @Test
    void sortsARepetitiveText() {
        StringBuilder text = new StringBuilder("ab");
        StringBuilder before = new StringBuilder("a");
        while (text.length() < 2000) { // Fibonacci words
            String next = text.toString() + before;
            before = text;
            text = new StringBuilder(next);
        }
        check(text.append("aabb").append(text).chars().map(c -> c - 'a').toArray());
    }
}
