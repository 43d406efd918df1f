package charrnn.config;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.ToIntFunction;

/** Finds the words nearest to a misspelt one, and joins alternatives. */
public final class Spelling {
    private static final int MOST_SUGGESTIONS = 3;
    private static final int TELLING_PREFIX = 4;

    private Spelling() {}

    /** The candidates that are near a word and nearest to it; several where they tie, none where all are far. */
    public static List<String> nearest(String word, Collection<String> candidates) {
        return best(
                candidates.stream().filter(candidate -> isNear(word, candidate)).toList(),
                candidate -> distance(word, candidate));
    }

    /** The candidates of the lowest score, at most three. */
    static List<String> best(Collection<String> candidates, ToIntFunction<String> score) {
        int lowest = candidates.stream().mapToInt(score).min().orElse(0);
        return candidates.stream()
                .filter(candidate -> score.applyAsInt(candidate) == lowest)
                .limit(MOST_SUGGESTIONS)
                .toList();
    }

    /** Whether one word in three letters, at most, is wrong; short words may have one wrong letter. */
    static boolean isNear(String word, String candidate) {
        // The first test spares the comparison with a very long key.
        return word.length() <= 3 * candidate.length()
                && distance(word, candidate) <= Math.max(1, candidate.length() / 3);
    }

    /**
     * How many letters must be added, dropped, replaced or swapped with their neighbour to turn one word into the other
     * (optimal string alignment distance). Case, {@code _} and {@code -} do not count, so that {@code batch_size} is
     * {@code batchSize}; a word that the other begins with, such as {@code batch}, is one step away.
     */
    static int distance(String word, String candidate) {
        String from = bare(word);
        String to = bare(candidate);
        int shorter = Math.min(from.length(), to.length());
        if (shorter >= TELLING_PREFIX && from.regionMatches(0, to, 0, shorter)) {
            return Math.min(1, Math.abs(from.length() - to.length()));
        }
        return alignment(from, to);
    }

    private static int alignment(String from, String to) {
        int[][] cost = new int[from.length() + 1][to.length() + 1];
        for (int i = 0; i <= from.length(); i++) {
            for (int j = 0; j <= to.length(); j++) {
                cost[i][j] = i == 0 || j == 0 ? i + j : cheapest(cost, from, to, i, j);
            }
        }
        return cost[from.length()][to.length()];
    }

    private static int cheapest(int[][] cost, String from, String to, int i, int j) {
        boolean same = from.charAt(i - 1) == to.charAt(j - 1);
        int best = Math.min(cost[i - 1][j - 1] + (same ? 0 : 1), Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
        boolean swapped =
                i > 1 && j > 1 && from.charAt(i - 1) == to.charAt(j - 2) && from.charAt(i - 2) == to.charAt(j - 1);
        return swapped ? Math.min(best, cost[i - 2][j - 2] + 1) : best;
    }

    private static String bare(String word) {
        return word.replace("_", "").replace("-", "").toLowerCase(Locale.ROOT);
    }

    /** "; did you mean a or b?", or nothing without suggestions. */
    public static String question(List<String> suggestions) {
        return suggestions.isEmpty() ? "" : "; did you mean " + either(suggestions) + "?";
    }

    /** "a, b or c". */
    public static String either(List<String> words) {
        int last = words.size() - 1;
        return last == 0 ? words.get(0) : String.join(", ", words.subList(0, last)) + " or " + words.get(last);
    }
}
