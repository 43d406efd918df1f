package charrnn.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class StopStringsTest {
    private static String passed(String text, List<String> stops) {
        StringBuilder out = new StringBuilder();
        StopStrings strings = new StopStrings(stops, token -> out.appendCodePoint(token.codePoint()));
        for (int codePoint : text.codePoints().toArray()) {
            if (strings.completedBy(new Token(codePoint, 0, List.of()))) {
                return out + " STOP";
            }
        }
        strings.release();
        return out + " LENGTH";
    }

    /** The text before the stop string that is complete first; of several the longest, which began first. */
    private static String expected(String text, List<String> stops) {
        for (int end = 1; end <= text.length(); end++) {
            String read = text.substring(0, end);
            Optional<String> stop =
                    stops.stream().filter(read::endsWith).max(java.util.Comparator.comparing(String::length));
            if (stop.isPresent()) {
                return read.substring(0, end - stop.get().length()) + " STOP";
            }
        }
        return text + " LENGTH";
    }

    @Test
    void textEndsBeforeTheFirstStopString() {
        SplittableRandom random = new SplittableRandom(3);
        for (int trial = 0; trial < 5000; trial++) {
            String text = word(random, 30);
            List<String> stops = List.of(word(random, 5), word(random, 4), word(random, 3), word(random, 6));
            assertThat(passed(text, stops)).as("%s in %s", stops, text).isEqualTo(expected(text, stops));
        }
    }

    private static String word(SplittableRandom random, int length) {
        StringBuilder word = new StringBuilder();
        for (int i = 0; i < length; i++) {
            word.append(random.nextBoolean() ? 'a' : 'b');
        }
        return word.toString();
    }

    @Test
    void charactersBeyondTheBasicPlaneCountAsOne() {
        assertThat(passed("x😀😁y", List.of("😀😁"))).isEqualTo("x STOP");
        assertThat(passed("x😀y", List.of("😀😁"))).isEqualTo("x😀y LENGTH");
    }

    @Test
    void aPossibleBeginningIsHeldBackUntilItIsDecided() {
        StringBuilder out = new StringBuilder();
        StopStrings strings = new StopStrings(List.of("*/"), token -> out.appendCodePoint(token.codePoint()));
        List<String> passed = new ArrayList<>();
        for (char c : "a**b".toCharArray()) {
            strings.completedBy(new Token(c, 0, List.of()));
            passed.add(out.toString());
        }
        assertThat(passed).containsExactly("a", "a", "a*", "a**b");
    }
}
