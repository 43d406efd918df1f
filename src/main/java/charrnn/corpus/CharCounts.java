package charrnn.corpus;

import charrnn.config.CorpusConfig.VocabularyConfig;
import charrnn.message.Count;
import charrnn.message.Spelling;
import charrnn.message.UserError;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** Number of occurrences of each character in a text. */
final class CharCounts {
    /** Without a minimum count, the share of the text that a character beyond ASCII needs. */
    private static final double AUTOMATIC_SHARE = 1e-5;

    private long[] counts = new long[256]; // by code point; grows with the largest one

    void add(int codePoint, long occurrences) {
        if (codePoint >= counts.length) {
            counts = Arrays.copyOf(counts, 2 * Integer.highestOneBit(codePoint));
        }
        counts[codePoint] += occurrences;
    }

    /** Adds an occurrence of each of the first {@code number} code points. */
    void add(int[] codePoints, int number) {
        long[] local = counts; // faster than a field
        for (int i = 0; i < number; i++) {
            if (codePoints[i] < local.length) {
                local[codePoints[i]]++;
            } else {
                add(codePoints[i], 1);
                local = counts;
            }
        }
    }

    void add(CharCounts other) {
        other.codePoints().forEach(codePoint -> add(codePoint, other.of(codePoint)));
    }

    long of(int codePoint) {
        return codePoint < counts.length ? counts[codePoint] : 0;
    }

    IntStream codePoints() {
        return IntStream.range(0, counts.length).filter(codePoint -> counts[codePoint] > 0);
    }

    /** Occurrences of each vocabulary index, [vocabulary]. */
    long[] byIndex(Vocabulary vocabulary) {
        long[] byIndex = new long[vocabulary.size()];
        codePoints().forEach(codePoint -> byIndex[vocabulary.indexOf(codePoint)] += of(codePoint));
        return byIndex;
    }

    /** The characters that occur, except U+FFFD, by descending frequency and then by code point. */
    private List<Integer> byFrequency() {
        return codePoints()
                .filter(codePoint -> codePoint != Vocabulary.UNKNOWN_CODE_POINT)
                .boxed()
                .sorted(Comparator.comparingLong((Integer codePoint) -> -of(codePoint)))
                .toList();
    }

    /** The vocabulary of a training text: of the characters that are frequent enough, the most frequent ones. */
    Vocabulary vocabulary(VocabularyConfig config) {
        boolean automatic = config.minCount() == 0;
        double minimum = automatic ? Arrays.stream(counts).sum() * AUTOMATIC_SHARE : config.minCount();
        List<Integer> frequent = byFrequency().stream()
                .filter(codePoint -> of(codePoint) >= minimum || automatic && codePoint < 0x80)
                .toList();
        int max = config.maxSize() == 0 ? frequent.size() : Math.min(config.maxSize() - 1, frequent.size());
        if (max < 2) {
            throw new UserError("corpus.vocabulary: of " + Count.of(codePoints().count(), "different character")
                    + " in the training text, minCount and maxSize leave " + max + "; at least 2 must be left");
        }
        if (max > Vocabulary.MAX_CHARACTERS) {
            throw new UserError(
                    "corpus.path: more than 65,535 different characters, which is more than a vocabulary can hold;"
                            + " is this text?");
        }
        return new Vocabulary(frequent.subList(0, max));
    }

    /** Lists the accepted characters, most frequent first: "'é' (U+00E9) 3 times, 'ß' (U+00DF) once"; may be empty. */
    String describe(IntPredicate which) {
        List<String> names = byFrequency().stream()
                .filter(which::test)
                .map(c -> Vocabulary.nameOf(c) + " " + (of(c) == 1 ? "once" : Count.of(of(c), "time")))
                .toList();
        return Spelling.atMost(10, names);
    }
}
