package charrnn.sample;

import charrnn.corpus.Vocabulary;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A character of a text with the model's own probabilities at its position, before any logits processor.
 *
 * @param codePoint the character
 * @param logProbability natural logarithm of its probability; NaN for the first character of an echoed prime
 * @param likeliest the likeliest symbols at its position, in descending order of probability; empty if not requested
 */
public record Token(int codePoint, float logProbability, List<Alternative> likeliest) {
    /**
     * A likely symbol at a position of the text.
     *
     * @param index its vocabulary index
     * @param codePoint the symbol's character
     * @param logProbability natural logarithm of its probability
     */
    public record Alternative(int index, int codePoint, float logProbability) {}

    /**
     * A character with the probabilities of the model at its position.
     *
     * @param index vocabulary index of the character
     * @param logProbabilities natural logarithms, [vocabulary]
     * @param count number of likeliest symbols, at most
     */
    public static Token of(Vocabulary vocabulary, int codePoint, int index, float[] logProbabilities, int count) {
        return new Token(
                codePoint,
                logProbabilities[index],
                count == 0 ? List.of() : likeliest(vocabulary, logProbabilities, count));
    }

    private static List<Alternative> likeliest(Vocabulary vocabulary, float[] logProbabilities, int count) {
        int[] ranking = LogProbabilities.ranking(logProbabilities);
        return IntStream.of(ranking)
                .limit(count)
                .mapToObj(index -> new Alternative(index, vocabulary.codePoint(index), logProbabilities[index]))
                .toList();
    }

    /** The characters of some tokens. */
    public static String text(List<Token> tokens) {
        StringBuilder text = new StringBuilder(tokens.size());
        tokens.forEach(token -> text.appendCodePoint(token.codePoint));
        return text.toString();
    }

    /** Probability of the character. */
    public double probability() {
        return Math.exp(logProbability);
    }

    /** Information of the character in bits. */
    public double bits() {
        return -logProbability / Math.log(2);
    }
}
