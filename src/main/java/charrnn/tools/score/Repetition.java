package charrnn.tools.score;

import java.util.List;

/** Finds repeated lines and loops in a text. */
final class Repetition {
    private static final int LONGEST_PERIOD = 200;
    private static final int SHORTEST_LOOP = 100;

    private Repetition() {}

    /** The lines that contain a letter or digit, without surrounding spaces. */
    static List<String> lines(String text) {
        return text.lines()
                .map(String::strip)
                .filter(line -> line.chars().anyMatch(Character::isLetterOrDigit))
                .toList();
    }

    /**
     * Whether a text has a loop: a unit of at most 200 characters that occurs at least three times in a row, where the
     * repetitions after the first occurrence have at least 100 characters.
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
