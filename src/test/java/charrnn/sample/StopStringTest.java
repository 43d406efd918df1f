package charrnn.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StopStringTest {
    private final StringBuilder out = new StringBuilder();

    private boolean pass(String stop, String text) {
        StopString stopString = new StopString(stop, out::appendCodePoint);
        for (int codePoint : text.codePoints().toArray()) {
            stopString.accept(codePoint);
            if (stopString.complete()) {
                return true;
            }
        }
        stopString.release();
        return false;
    }

    @ParameterizedTest
    @CsvSource({
        "end, the end., 'the '",
        "aab, aaab, a",
        "aabaaa, aabaabaaa, aab",
        "abab, aabaabab, aaba",
        "}, }, ''",
        "😀😁, x😀😀😁y, x😀",
    })
    void whatComesBeforeIsPassedOn(String stop, String text, String expected) {
        assertThat(pass(stop, text)).isTrue();
        assertThat(out).hasToString(expected);
    }

    @ParameterizedTest
    @CsvSource({"'', abc", "abc, ababab", "abc, ab", "x, ''"})
    void everythingIsPassedOnWhereItDoesNotCome(String stop, String text) {
        assertThat(pass(stop, text)).isFalse();
        assertThat(out).hasToString(text);
    }

    @Test
    void aPossibleBeginningIsHeldBackUntilItIsDecided() {
        StopString stopString = new StopString("*/", out::appendCodePoint);
        stopString.accept('a');
        stopString.accept('*');
        assertThat(out).hasToString("a");
        stopString.accept('*');
        assertThat(out).hasToString("a*");
        stopString.accept('b');
        assertThat(out).hasToString("a**b");
    }

    /** Against the plain search, on short strings of two letters, where beginnings overlap most. */
    @Test
    void agreesWithIndexOf() {
        SplittableRandom random = new SplittableRandom(8);
        for (int round = 0; round < 5000; round++) {
            String stop = letters(random, 1 + random.nextInt(5));
            String text = letters(random, random.nextInt(20));
            int at = text.indexOf(stop);
            out.setLength(0);
            assertThat(pass(stop, text)).isEqualTo(at >= 0);
            assertThat(out).hasToString(at >= 0 ? text.substring(0, at) : text);
        }
    }

    private static String letters(SplittableRandom random, int count) {
        StringBuilder letters = new StringBuilder();
        for (int i = 0; i < count; i++) {
            letters.append(random.nextBoolean() ? 'a' : 'b');
        }
        return letters.toString();
    }
}
