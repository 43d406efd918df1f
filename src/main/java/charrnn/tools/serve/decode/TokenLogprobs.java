package charrnn.tools.serve.decode;

import charrnn.corpus.Vocabulary;
import java.util.ArrayList;
import java.util.List;

/**
 * What the network made of a place in a text, before any sampler shaped it.
 *
 * @param logProbability natural logarithm of the probability of the character that stands there
 * @param likeliest the likeliest symbols, the likeliest first
 */
public record TokenLogprobs(float logProbability, List<Symbol> likeliest) {
    /**
     * A symbol that may come.
     *
     * @param codePoint what it looks like
     * @param logProbability natural logarithm of its probability
     */
    public record Symbol(int codePoint, float logProbability) {}

    /**
     * @param logProbabilities natural logarithms, [vocabulary]
     * @param index vocabulary index of the character that comes
     * @param count how many of the likeliest to name; there may be fewer
     */
    static TokenLogprobs of(Vocabulary vocabulary, float[] logProbabilities, int index, int count) {
        List<Symbol> likeliest = new ArrayList<>(count);
        for (int symbol = 0; symbol < logProbabilities.length; symbol++) {
            insert(likeliest, new Symbol(vocabulary.codePoint(symbol), logProbabilities[symbol]), count);
        }
        return new TokenLogprobs(logProbabilities[index], List.copyOf(likeliest));
    }

    private static void insert(List<Symbol> likeliest, Symbol symbol, int count) {
        int place = likeliest.size();
        while (place > 0 && likeliest.get(place - 1).logProbability < symbol.logProbability) {
            place--;
        }
        if (place < count) {
            likeliest.add(place, symbol);
            if (likeliest.size() > count) {
                likeliest.remove(count);
            }
        }
    }
}
