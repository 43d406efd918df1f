package charrnn.config;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.ToIntFunction;

/** Finds the words nearest to a misspelt word, and joins alternatives for messages. */
public final class Spelling {
    private static final int MAX_SUGGESTIONS = 3;
    private static final int MIN_PREFIX = 4;

    private Spelling() {}

    /** Of the candidates near a word, those with the smallest distance to it, at most three. */
    public static List<String> nearest(String word, Collection<String> candidates) {
        return best(
                candidates.stream().filter(candidate -> isNear(word, candidate)).toList(),
                candidate -> distance(word, candidate));
    }

    /** The candidates with the lowest score, at most three. */
    static List<String> best(Collection<String> candidates, ToIntFunction<String> score) {
        int lowest = candidates.stream().mapToInt(score).min().orElse(0);
        return candidates.stream()
                .filter(candidate -> score.applyAsInt(candidate) == lowest)
                .limit(MAX_SUGGESTIONS)
                .toList();
    }

    /** Whether at most one letter in three is wrong; a short word may have one wrong letter. */
    static boolean isNear(String word, String candidate) {
        // The first test avoids computing the distance of a very long word.
        return word.length() <= 3 * candidate.length()
                && distance(word, candidate) <= Math.max(1, candidate.length() / 3);
    }

    /**
     * Number of letters to add, drop, replace or swap with their neighbour to turn one word into the other (optimal
     * string alignment distance). Case, {@code _} and {@code -} are ignored, so that {@code batch_size} equals {@code
     * batchSize}. A prefix of at least four letters, such as {@code batch}, has distance 1.
     */
    static int distance(String word, String candidate) {
        String from = normalized(word);
        String to = normalized(candidate);
        int shorter = Math.min(from.length(), to.length());
        if (shorter >= MIN_PREFIX && from.regionMatches(0, to, 0, shorter)) {
            return Math.min(1, Math.abs(from.length() - to.length()));
        }
        return alignmentDistance(from, to);
    }

    private static int alignmentDistance(String from, String to) {
        int[][] cost = new int[from.length() + 1][to.length() + 1];
        for (int i = 0; i <= from.length(); i++) {
            for (int j = 0; j <= to.length(); j++) {
                cost[i][j] = i == 0 || j == 0 ? i + j : minimumCost(cost, from, to, i, j);
            }
        }
        return cost[from.length()][to.length()];
    }

    private static int minimumCost(int[][] cost, String from, String to, int i, int j) {
        boolean same = from.charAt(i - 1) == to.charAt(j - 1);
        int best = Math.min(cost[i - 1][j - 1] + (same ? 0 : 1), Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
        boolean swapped =
                i > 1 && j > 1 && from.charAt(i - 1) == to.charAt(j - 2) && from.charAt(i - 2) == to.charAt(j - 1);
        return swapped ? Math.min(best, cost[i - 2][j - 2] + 1) : best;
    }

    private static String normalized(String word) {
        return word.replace("_", "").replace("-", "").toLowerCase(Locale.ROOT);
    }

    /** "; did you mean a or b?", or nothing without suggestions. */
    public static String didYouMean(List<String> suggestions) {
        return suggestions.isEmpty() ? "" : "; did you mean " + either(suggestions) + "?";
    }

    /** "a, b or c". */
    public static String either(List<String> words) {
        int last = words.size() - 1;
        return last == 0 ? words.get(0) : String.join(", ", words.subList(0, last)) + " or " + words.get(last);
    }
}
