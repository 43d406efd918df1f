package charrnn.tools.cells;

import charrnn.corpus.Vocabulary;
import charrnn.model.LanguageModel;
import charrnn.sample.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * The activations and predictions of a network on a text, read from the initial state.
 *
 * @param text code points, [N]
 * @param values the value of each signal after each character, [signals][N]
 * @param tokens each character with its probability and the five likeliest ones there, [N]; the first was not predicted
 */
record Recording(int[] text, List<Signal> signals, float[][] values, List<Token> tokens) {
    private static final int LIKELIEST = 5;

    /**
     * Records a network that reads a text.
     *
     * @param network a network without streams
     * @param text code points; characters without a symbol are read as the unknown symbol
     */
    static Recording of(LanguageModel network, int[] text) {
        Vocabulary vocabulary = network.vocabulary();
        List<Signal> signals = Signal.of(network.hiddenSizes());
        float[][] values = new float[signals.size()][text.length];
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
        return new Recording(text, signals, values, tokens);
    }

    /** Mean bits of all characters but the first. */
    double bitsPerCharacter() {
        return IntStream.range(1, text.length).mapToDouble(this::bits).average().orElse(Double.NaN);
    }

    /** Bits of a character: -log2 of its probability; NaN for the first. */
    float bits(int position) {
        return (float) tokens.get(position).bits();
    }

    /** Records the activations after one character, in the order of {@link Signal#of}. */
    private static void record(LanguageModel network, int stream, float[][] values, int t) {
        int signal = 0;
        for (int layer = 0; layer < network.hiddenSizes().size(); layer++) {
            float[] hidden = network.hidden(stream, layer);
            float[] cells = network.cells(stream, layer);
            for (int unit = 0; unit < hidden.length; unit++) {
                values[signal++][t] = hidden[unit];
                values[signal++][t] = cells[unit];
            }
        }
    }

    /**
     * A number that a network computes at each character: the output or the cell state of a unit. Layers are numbered from 1,
     * and so are the units of each layer.
     */
    record Signal(int layer, int unit, Kind kind) {
        /** The activations of a unit. */
        enum Kind {
            /** Its output, h = o tanh c. */
            H,
            /** Its cell state, c. */
            C;

            @Override
            public String toString() {
                return name().toLowerCase(Locale.ROOT);
            }
        }

        /** All signals of a network, layer by layer and unit by unit, h before c. */
        static List<Signal> of(List<Integer> hiddenSizes) {
            List<Signal> all = new ArrayList<>();
            for (int layer = 0; layer < hiddenSizes.size(); layer++) {
                for (int unit = 0; unit < hiddenSizes.get(layer); unit++) {
                    for (Kind kind : Kind.values()) {
                        all.add(new Signal(layer + 1, unit + 1, kind));
                    }
                }
            }
            return List.copyOf(all);
        }

        /** Such as {@code c 1:417}: the cell state of unit 417 in layer 1. */
        @Override
        public String toString() {
            return kind + " " + layer + ":" + unit;
        }
    }
}
