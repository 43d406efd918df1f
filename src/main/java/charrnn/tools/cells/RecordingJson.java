package charrnn.tools.cells;

import charrnn.files.StrictJson;
import charrnn.model.LanguageModel;
import charrnn.sample.Token.Alternative;
import charrnn.tools.page.Page;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Converts a recording to the JSON that {@code cells.js} shows, with a byte for each value. */
public final class RecordingJson {
    private RecordingJson() {}

    /**
     * Records a network that reads a text.
     *
     * @param model the network's name
     * @param text code points
     */
    public static ObjectNode of(String model, LanguageModel network, int[] text) {
        Recording recording = Recording.of(network, text);
        ObjectNode json = StrictJson.object()
                .put("model", model)
                .put("text", new String(text, 0, text.length))
                .put("bitsPerChar", recording.bitsPerCharacter())
                .put("digits", PackedValues.DIGITS);
        network.hiddenSizes().forEach(json.putArray("layers")::add);
        addSignals(json.putArray("signals"), recording);
        addPredictions(json.putArray("bits"), json.putArray("predictions"), recording);
        return json;
    }

    private static void addSignals(ArrayNode signals, Recording recording) {
        for (float[] values : recording.values()) {
            PackedValues packed = PackedValues.of(values);
            signals.addArray()
                    .add(rounded(packed.low()))
                    .add(rounded(packed.high()))
                    .add(packed.digits());
        }
    }

    private static void addPredictions(ArrayNode bits, ArrayNode predictions, Recording recording) {
        for (int t = 0; t < recording.text().length; t++) {
            bits.add(rounded(recording.bits(t)));
            ArrayNode likely = predictions.addArray();
            for (Alternative alternative : recording.tokens().get(t).likeliest()) {
                likely.add(Character.toString(alternative.codePoint()))
                        .add(rounded(Math.exp(alternative.logProbability())));
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
