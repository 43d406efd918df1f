package charrnn.tools.score;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

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

    @Test
    void sortsRandomTextsOfFewSymbols() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 2000; i++) {
            int symbols = 1 + random.nextInt(4);
            check(random.ints(random.nextInt(60), 0, symbols).toArray());
        }
    }

    /** Repeats of repeats, in Fibonacci words: the recursion goes several levels deep. */
    private static int[] repetitive(int length) {
        String text = "ab";
        String before = "a";
        while (text.length() < length) {
            String next = text + before;
            before = text;
            text = next;
        }
        return (text + "aabb" + text).chars().map(c -> c - 'a').toArray();
    }

    /** Plain sorting would take too long. Two suffixes are in order if their first symbols are, or else what follows these. */
    @Test
    void sortsALongRepetitiveText() {
        int[] text = repetitive(100_000);
        int[] suffixes = SuffixArray.of(text);
        int[] ranks = new int[text.length + 1]; // 0 for the empty suffix
        for (int i = 0; i < suffixes.length; i++) {
            ranks[suffixes[i]] = i + 1;
        }
        assertThat(Arrays.stream(ranks).distinct().count()).isEqualTo(text.length + 1);
        for (int i = 1; i < suffixes.length; i++) {
            int a = suffixes[i - 1];
            int b = suffixes[i];
            assertThat(text[a] < text[b] || text[a] == text[b] && ranks[a + 1] < ranks[b + 1])
                    .isTrue();
        }
    }
}
