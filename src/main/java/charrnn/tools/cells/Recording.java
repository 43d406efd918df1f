package charrnn.tools.cells;

import charrnn.model.ActivationSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a network did while it read a text, from a state that had read nothing.
 *
 * @param text code points, [N]
 * @param signals what was recorded
 * @param values of each signal after each character, [signals][N]
 * @param bits how surprising each character was, -log2 of its probability, [N]; NaN for the first, which nothing
 *     predicted
 * @param predictions the five characters that were thought likeliest in the place of each, likeliest first, [N]; none
 *     for the first
 */
public record Recording(
        int[] text, List<Signal> signals, float[][] values, float[] bits, List<List<Prediction>> predictions) {
    private static final int ALTERNATIVES = 5;

    /**
     * A character that may come.
     *
     * @param symbol its vocabulary index
     * @param probability 0 to 1
     */
    public record Prediction(int symbol, double probability) {}

    /**
     * Lets a network read.
     *
     * @param text code points; those without a symbol are read as the unknown one
     */
    public static Recording of(ActivationSource network, int[] text) {
        List<Signal> signals = Signal.of(network.hiddenSizes());
        float[][] values = new float[signals.size()][text.length];
        float[] bits = new float[text.length];
        List<List<Prediction>> predictions = new ArrayList<>();
        float[] expected = {}; // natural logarithms of probabilities, [vocabulary]
        network.reset();
        for (int t = 0; t < text.length; t++) {
            int symbol = network.vocabulary().indexOf(text[t]);
            bits[t] = expected.length == 0 ? Float.NaN : (float) (-expected[symbol] / Math.log(2));
            predictions.add(likeliest(expected));
            expected = network.step(symbol);
            record(network, values, t);
        }
        network.reset();
        return new Recording(text, signals, values, bits, predictions);
    }

    /** The mean over all characters but the first. */
    public double bitsPerCharacter() {
        return IntStream.range(1, bits.length)
                .mapToDouble(t -> bits[t])
                .average()
                .orElse(Double.NaN);
    }

    /** In the order of {@link Signal#of}. */
    private static void record(ActivationSource network, float[][] values, int t) {
        int signal = 0;
        for (int layer = 0; layer < network.hiddenSizes().size(); layer++) {
            float[] hidden = network.hidden(layer);
            float[] cells = network.cells(layer);
            for (int unit = 0; unit < hidden.length; unit++) {
                values[signal++][t] = hidden[unit];
                values[signal++][t] = cells[unit];
            }
        }
    }

    private static List<Prediction> likeliest(float[] logProbabilities) {
        List<Prediction> best = new ArrayList<>();
        boolean[] taken = new boolean[logProbabilities.length];
        while (best.size() < Math.min(ALTERNATIVES, logProbabilities.length)) {
            int likeliest = -1;
            for (int v = 0; v < logProbabilities.length; v++) {
                if (!taken[v] && (likeliest < 0 || logProbabilities[v] > logProbabilities[likeliest])) {
                    likeliest = v;
                }
            }
            taken[likeliest] = true;
            best.add(new Prediction(likeliest, Math.exp(logProbabilities[likeliest])));
        }
        return List.copyOf(best);
    }
}
