package charrnn.corpus;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Says which characters of a text have no symbol. */
final class UnknownCharacters {
    private static final int MOST_NAMED = 10;

    private UnknownCharacters() {}

    /**
     * "'é' (U+00E9) 3 times, 'ß' (U+00DF) once", the most frequent first; empty where there are none.
     *
     * @param counts occurrences, [alphabet]
     * @param unknown which of the alphabet's numbers are meant
     */
    static String describe(Alphabet alphabet, long[] counts, IntPredicate unknown) {
        List<Integer> numbers = IntStream.range(0, alphabet.size())
                .filter(number -> counts[number] > 0 && unknown.test(number))
                .filter(number -> alphabet.codePoint(number) != Vocabulary.UNKNOWN_CODE_POINT)
                .boxed()
                .sorted(Comparator.<Integer>comparingLong(number -> -counts[number])
                        .thenComparingInt(alphabet::codePoint))
                .toList();
        String named = numbers.stream()
                .limit(MOST_NAMED)
                .map(number -> CharacterName.of(alphabet.codePoint(number)) + " " + times(counts[number]))
                .collect(Collectors.joining(", "));
        int others = numbers.size() - MOST_NAMED;
        return others > 0 ? named + " and " + others + " more" : named;
    }

    private static String times(long count) {
        return count == 1 ? "once" : String.format(Locale.ROOT, "%,d times", count);
    }
}
