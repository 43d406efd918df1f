package charrnn.tools.serve;

import charrnn.corpus.Vocabulary;
import charrnn.files.StrictJson;
import charrnn.model.LanguageModel;
import charrnn.sample.Token;
import charrnn.sample.Token.Alternative;
import charrnn.tools.page.Page;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.DoubleSummaryStatistics;

/**
 * Records the activations and predictions of a network on a text, as the JSON that {@code cells.js} shows: it colours the text by
 * a unit, as in Karpathy, Johnson and Li, "Visualizing and Understanding Recurrent Networks", 2015, arXiv 1506.02078, section 4.1,
 * and finds the units that follow properties of the text by the statistic of {@code properties.js}.
 *
 * <p>Trap: a state describes the text after a character, and so must a property: after an opening quote the text is in a
 * string, after the closing quote it is not.
 */
final class RecordingJson {
    private static final int LIKELIEST = 5;

    private RecordingJson() {}

    /**
     * Records a network that reads a text from the initial state.
     *
     * @param model the network's name
     * @param network a network without streams
     * @param text code points; characters without a symbol are read as the unknown symbol
     */
    static ObjectNode of(String model, LanguageModel network, int[] text) {
        Vocabulary vocabulary = network.vocabulary();
        int units = network.hiddenSizes().stream().mapToInt(Integer::intValue).sum();
        float[][] values = new float[2 * units][text.length];
        ArrayNode bits = StrictJson.MAPPER.createArrayNode();
        ArrayNode predictions = StrictJson.MAPPER.createArrayNode();
        DoubleSummaryStatistics mean = new DoubleSummaryStatistics();
        int stream = network.add();
        try {
            for (int t = 0; t < text.length; t++) {
                int symbol = vocabulary.indexOf(text[t]);
                ArrayNode likely = predictions.addArray();
                if (t == 0) {
                    bits.addNull(); // not predicted
                } else {
                    Token token = Token.of(vocabulary, text[t], symbol, network.logProbabilities(stream), LIKELIEST);
                    mean.accept((float) token.bits());
                    bits.add(rounded((float) token.bits()));
                    for (Alternative alternative : token.likeliest()) {
                        likely.add(Character.toString(alternative.codePoint()))
                                .add(rounded(Math.exp(alternative.logProbability())));
                    }
                }
                network.step(symbol);
                addActivations(network, stream, values, t);
            }
        } finally {
            network.remove(stream);
        }
        ObjectNode json = StrictJson.object()
                .put("model", model)
                .put("text", new String(text, 0, text.length))
                .put("bitsPerChar", mean.getAverage())
                .put("digits", PackedValues.DIGITS);
        network.hiddenSizes().forEach(json.putArray("layers")::add);
        ArrayNode signals = json.putArray("signals");
        for (float[] signal : values) {
            PackedValues packed = PackedValues.of(signal);
            signals.addArray()
                    .add(rounded(packed.low()))
                    .add(rounded(packed.high()))
                    .add(packed.digits());
        }
        json.set("bits", bits);
        json.set("predictions", predictions);
        return json;
    }

    /**
     * Adds the values after a character: of each unit, layer by layer, its output h and then tanh c of its cell state c, the value
     * that the output gate scales, as in the figure of Karpathy et al.
     *
     * @param values [2 units][N]
     */
    private static void addActivations(LanguageModel network, int stream, float[][] values, int t) {
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

    private static JsonNode rounded(double value) {
        return Page.number(value, 4);
    }

    /**
     * Numbers as text, one character each: the index of the character in {@link #DIGITS} is the number's position between the
     * lowest and the highest. This takes half the space of decimal numbers, and a quarter less than bytes in base64.
     */
    record PackedValues(float low, float high, String digits) {
        /** The visible ASCII characters, without those that JSON must escape and {@code <}, which HTML scripts must escape. */
        static final String DIGITS =
                "!#$%&'()*+,-./0123456789:;=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`abcdefghijklmnopqrstuvwxyz{|}~";

        static PackedValues of(float[] values) {
            float low = Float.POSITIVE_INFINITY;
            float high = Float.NEGATIVE_INFINITY;
            for (float value : values) {
                low = Math.min(low, value);
                high = Math.max(high, value);
            }
            StringBuilder digits = new StringBuilder(values.length);
            for (float value : values) {
                float share = high > low ? (value - low) / (high - low) : 0;
                digits.append(DIGITS.charAt(Math.round(share * (DIGITS.length() - 1))));
            }
            return new PackedValues(low, high, digits.toString());
        }
    }
}
