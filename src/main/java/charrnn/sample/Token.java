package charrnn.sample;

import charrnn.corpus.Vocabulary;
import java.util.Arrays;
import java.util.List;

/**
 * A character of a text with the model's own probabilities at its position, before any logits processor.
 *
 * @param logProbability natural logarithm of its probability; NaN for the first character of an echoed prompt
 * @param likeliest the likeliest symbols at its position, in descending order of probability; empty if not requested
 */
public record Token(int codePoint, float logProbability, List<Alternative> likeliest) {
    /** A likely symbol at a position of the text. */
    public record Alternative(int index, int codePoint, float logProbability) {}

    /**
     * A character with the probabilities of the model at its position.
     *
     * @param index vocabulary index of the character
     * @param logProbabilities natural logarithms, [vocabulary]
     * @param count number of likeliest symbols, at most
     */
    public static Token of(Vocabulary vocabulary, int codePoint, int index, float[] logProbabilities, int count) {
        int[] ranking = count == 0 ? new int[0] : LogProbabilities.ranking(logProbabilities);
        List<Alternative> likeliest = Arrays.stream(ranking)
                .limit(count)
                .mapToObj(symbol -> new Alternative(symbol, vocabulary.codePoint(symbol), logProbabilities[symbol]))
                .toList();
        return new Token(codePoint, logProbabilities[index], likeliest);
    }

    public static String text(List<Token> tokens) {
        StringBuilder text = new StringBuilder(tokens.size());
        tokens.forEach(token -> text.appendCodePoint(token.codePoint));
        return text.toString();
    }

    /** Information of the character in bits. */
    public double bits() {
        return -logProbability / Math.log(2);
    }
}
