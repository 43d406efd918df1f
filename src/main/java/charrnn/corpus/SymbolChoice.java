package charrnn.corpus;

import charrnn.config.CorpusConfig.VocabularyConfig;
import charrnn.config.UserError;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Which characters of the training text get a symbol of their own. */
final class SymbolChoice {
    private SymbolChoice() {}

    /**
     * The vocabulary: characters that are frequent enough, the most frequent ones where there is a limit, and of equally
     * frequent ones those with the smaller code points.
     *
     * @param counts occurrences in the training text, [alphabet]
     * @throws UserError if fewer than two characters have a symbol: then there is nothing to predict
     */
    static Vocabulary choose(Alphabet alphabet, long[] counts, VocabularyConfig config) {
        List<Integer> frequent = IntStream.range(0, alphabet.size())
                .filter(number -> counts[number] >= config.minCount())
                .filter(number -> counts[number] > 0 && alphabet.codePoint(number) != Vocabulary.UNKNOWN_CODE_POINT)
                .boxed()
                .sorted(Comparator.<Integer>comparingLong(number -> -counts[number])
                        .thenComparingInt(alphabet::codePoint))
                .map(alphabet::codePoint)
                .toList();
        int most = config.maxSize() == 0 ? frequent.size() : Math.min(config.maxSize() - 1, frequent.size());
        if (most < 2) {
            throw tooFew(alphabet, counts, config, most);
        }
        return new Vocabulary(frequent.subList(0, most));
    }

    private static UserError tooFew(Alphabet alphabet, long[] counts, VocabularyConfig config, int most) {
        List<Integer> seen = IntStream.range(0, alphabet.size())
                .filter(number -> counts[number] > 0)
                .map(alphabet::codePoint)
                .boxed()
                .toList();
        if (seen.size() < 2) {
            return new UserError("corpus.path: the training text consists of " + CharacterName.of(seen.get(0))
                    + " alone; there is nothing to learn from fewer than 2 different characters");
        }
        return new UserError("corpus.vocabulary: with minCount " + config.minCount() + " and maxSize "
                + config.maxSize() + ", " + most + " of the " + seen.size()
                + " characters of the training text have a symbol of their own; at least 2 must");
    }
}
