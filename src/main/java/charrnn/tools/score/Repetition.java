package charrnn.tools.score;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** How often a text says the same again. */
final class Repetition {
    private static final int LONGEST_PERIOD = 200;
    private static final int SHORTEST_LOOP = 100;

    private Repetition() {}

    /** Lines that hold a letter or digit, without the spaces around them. */
    static List<String> lines(String text) {
        return text.lines()
                .map(String::strip)
                .filter(line -> line.chars().anyMatch(Character::isLetterOrDigit))
                .toList();
    }

    /** How many of some lines differ. */
    static int distinct(List<String> lines) {
        Set<String> set = new HashSet<>(lines);
        return set.size();
    }

    /**
     * Whether a text has a loop: something of at most 200 characters three times in a row or more often, and over at least
     * 100 characters after its first time.
     */
    static boolean loops(String text) {
        for (int period = 1; period <= LONGEST_PERIOD; period++) {
            int repeated = 0;
            for (int i = period; i < text.length(); i++) {
                repeated = text.charAt(i) == text.charAt(i - period) ? repeated + 1 : 0;
                if (repeated >= Math.max(2 * period, SHORTEST_LOOP)) {
                    return true;
                }
            }
        }
        return false;
    }
}
