package charrnn.tools.cells;

import charrnn.corpus.Vocabulary;
import charrnn.model.LanguageModel;
import charrnn.sample.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The activations and predictions of a network on a text, read from the initial state.
 *
 * @param text code points, [N]
 * @param values after each character, [2 units][N]: of each unit, layer by layer, its output h and then tanh c of its cell state
 *     c, the value that the output gate scales, as in the figure of Karpathy et al.
 * @param tokens each character with its probability and the five likeliest ones there, [N]; the first was not predicted
 */
record Recording(int[] text, float[][] values, List<Token> tokens) {
    private static final int LIKELIEST = 5;

    /**
     * Records a network that reads a text.
     *
     * @param network a network without streams
     * @param text code points; characters without a symbol are read as the unknown symbol
     */
    static Recording of(LanguageModel network, int[] text) {
        Vocabulary vocabulary = network.vocabulary();
        int units = network.hiddenSizes().stream().mapToInt(Integer::intValue).sum();
        float[][] values = new float[2 * units][text.length];
        List<Token> tokens = new ArrayList<>();
        int stream = network.add();
        for (int t = 0; t < text.length; t++) {
            int symbol = vocabulary.indexOf(text[t]);
            if (t == 0) {
                tokens.add(new Token(text[t], Float.NaN, List.of()));
            } else {
                tokens.add(Token.of(vocabulary, text[t], symbol, network.logProbabilities(stream), LIKELIEST));
            }
            network.step(symbol);
            record(network, stream, values, t);
        }
        network.remove(stream);
        return new Recording(text, values, tokens);
    }

    /** Mean bits of all characters but the first. */
    double bitsPerCharacter() {
        return IntStream.range(1, text.length).mapToDouble(this::bits).average().orElse(Double.NaN);
    }

    /** Bits of a character: -log2 of its probability; NaN for the first. */
    float bits(int position) {
        return (float) tokens.get(position).bits();
    }

    private static void record(LanguageModel network, int stream, float[][] values, int t) {
        int row = 0;
        for (int layer = 0; layer < network.hiddenSizes().size(); layer++) {
            float[] hidden = network.hidden(stream, layer);
            float[] cells = network.cells(stream, layer);
            for (int unit = 0; unit < hidden.length; unit++) {
                values[row++][t] = hidden[unit];
                values[row++][t] = (float) Math.tanh(cells[unit]);
            }
        }
    }
}
