package charrnn.message;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.ToIntFunction;

/** Finds the words nearest to a misspelt word, and joins words for messages. */
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
    public static List<String> best(Collection<String> candidates, ToIntFunction<String> score) {
        int lowest = candidates.stream().mapToInt(score).min().orElse(0);
        return candidates.stream()
                .filter(candidate -> score.applyAsInt(candidate) == lowest)
                .limit(MAX_SUGGESTIONS)
                .toList();
    }

    /** Whether at most one letter in three is wrong; a short word may have one wrong letter. */
    public static boolean isNear(String word, String candidate) {
        // The first test avoids computing the distance of a very long word.
        return word.length() <= 3 * candidate.length()
                && distance(word, candidate) <= Math.max(1, candidate.length() / 3);
    }

    /**
     * Number of letters to add, drop, replace or swap with their neighbour to turn one word into the other (optimal
     * string alignment distance). Case, {@code _} and {@code -} are ignored, so that {@code batch_size} equals {@code
     * batchSize}. A prefix of at least four letters, such as {@code batch}, has distance 1.
     */
    public static int distance(String word, String candidate) {
        String a = word.replaceAll("[_-]", "").toLowerCase(Locale.ROOT);
        String b = candidate.replaceAll("[_-]", "").toLowerCase(Locale.ROOT);
        int shorter = Math.min(a.length(), b.length());
        if (shorter >= MIN_PREFIX && a.regionMatches(0, b, 0, shorter)) {
            return Math.min(1, Math.abs(a.length() - b.length()));
        }
        int[][] cost = new int[a.length() + 1][b.length() + 1]; // of the first i and j letters
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    cost[i][j] = i + j;
                    continue;
                }
                int replaced = cost[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                cost[i][j] = Math.min(replaced, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
                }
            }
        }
        return cost[a.length()][b.length()];
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

    /** The first names, at most {@code max}, and the number of the others: "a, b and 3 more". */
    public static String atMost(int max, List<String> names) {
        String first = String.join(", ", names.subList(0, Math.min(max, names.size())));
        return names.size() > max ? first + " and " + (names.size() - max) + " more" : first;
    }
}
