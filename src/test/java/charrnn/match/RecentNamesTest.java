package charrnn.match;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Recent names agree with their definition, recomputed from the text at each position. */
class RecentNamesTest {
    private static final Pattern WORD = Pattern.compile("[a-z_]+");

    /** Words of a few letters, so that many begin alike, with one to three other characters between them. */
    private static String text(int length, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        StringBuilder text = new StringBuilder();
        while (text.length() < length) {
            for (int i = random.nextInt(1, 5); i > 0; i--) {
                text.append("ab_".charAt(random.nextInt(3)));
            }
            for (int i = random.nextInt(1, 4); i > 0; i--) {
                text.append(" ;(".charAt(random.nextInt(3)));
            }
        }
        return text.substring(0, length);
    }

    private static boolean isLetter(char character) {
        return WORD.matcher(Character.toString(character)).matches();
    }

    /** The letters at the end of a text. */
    private static String wordAtEnd(String text) {
        int start = text.length();
        while (start > 0 && isLetter(text.charAt(start - 1))) {
            start--;
        }
        return text.substring(start);
    }

    /** The names before the word at the end of a text, each with the character that followed it, the last one first. */
    private static List<String> names(String text) {
        Map<String, String> names = new HashMap<>();
        List<String> order = new ArrayList<>();
        Matcher matcher = WORD.matcher(text);
        while (matcher.find()) {
            if (matcher.end() < text.length()) {
                order.remove(matcher.group());
                order.add(0, matcher.group());
                names.put(matcher.group(), text.substring(matcher.start(), matcher.end() + 1));
            }
        }
        return order.stream().map(names::get).toList();
    }

    /** Whether the last two whole words of a text are equal. */
    private static boolean endsWithARepeatedWord(String text) {
        List<String> words = WORD.matcher(
                        text.substring(0, text.length() - wordAtEnd(text).length()))
                .results()
                .map(MatchResult::group)
                .toList();
        int count = words.size();
        return count > 1 && words.get(count - 1).equals(words.get(count - 2));
    }

    /** Without the exception for repeated words, a young network writes the same word again and again. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void recentNamesAreThoseUsedLastThatBeginWithTheWordButForARepeatedOneThatIsWritten(boolean isWritten) {
        String text = text(3000, 1);
        RecentNames recent = new RecentNames();
        for (int end = 1; end <= text.length(); end++) {
            char last = text.charAt(end - 1);
            recent.read(last, isLetter(last), isWritten);
            String before = text.substring(0, end);
            String word = wordAtEnd(before);
            List<Integer> expected = names(before).stream()
                    .skip(isWritten && endsWithARepeatedWord(before) ? 1 : 0)
                    .filter(name -> name.startsWith(word))
                    .map(name -> (int) name.charAt(word.length()))
                    .distinct()
                    .toList();
            assertThat(recent.letters()).isEqualTo(word.length());
            for (int max : new int[] {1, 2, 6}) {
                assertThat(recent.next(max))
                        .as("after %d characters", end)
                        .containsExactly(expected.stream()
                                .limit(max)
                                .mapToInt(Integer::intValue)
                                .toArray());
            }
        }
    }

    /** Of more names than the capacity, the oldest are forgotten; words that are too long are no names. */
    @Test
    void onlyNamesUsedLastAreKnown() {
        RecentNames names = new RecentNames();
        StringBuilder text = new StringBuilder("z".repeat(100)).append(" first second ");
        for (int i = 0; i < 1023; i++) {
            text.append('n').append(10_000 + i).append(' ');
        }
        text.chars().forEach(c -> names.read((char) c, c != ' ', false));
        assertThat(names.next(6)).containsExactly('n', 's');
    }

    @Test
    void theNumberOfInputsDeterminesTheEncoding() {
        for (int vocabulary = 2; vocabulary < 2000; vocabulary++) {
            assertThat(InputEncoding.all(vocabulary).map(InputEncoding::size).distinct())
                    .hasSize(6);
        }
    }
}
