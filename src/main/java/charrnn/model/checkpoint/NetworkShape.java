package charrnn.model.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * Sizes of a network, from a configuration that {@link ConfigurationRules} has passed: what the other entries must fit.
 *
 * @param vocabulary symbols read and predicted
 * @param hidden hidden size of each LSTM layer, [layers]
 * @param updaterArrays how many numbers the update rule keeps for each parameter
 */
record NetworkShape(int vocabulary, List<Integer> hidden, int updaterArrays) {

    /** @throws Refused if the layers do not make a chain from the vocabulary to the vocabulary */
    static NetworkShape of(JsonNode configuration) {
        JsonNode confs = configuration.get("confs");
        check(confs.size() >= 2, "the number of layers");
        List<Integer> hidden = new ArrayList<>();
        JsonNode first = confs.get(0).get("layer");
        int width = first.get("nin").intValue();
        for (int i = 0; i < confs.size(); i++) {
            JsonNode layer = confs.get(i).get("layer");
            boolean last = i == confs.size() - 1;
            check(layer.get("@class").asText().equals(last ? TypeNames.RNN_OUTPUT : TypeNames.LSTM), "layer " + i);
            check(layer.get("nin").intValue() == width, "the input size of layer " + i);
            check(layer.get("iupdater").equals(first.get("iupdater")), "the updater of layer " + i);
            width = layer.get("nout").intValue();
            if (!last) {
                check(width <= ConfigurationRules.LARGEST_LAYER, "the size of layer " + i);
                hidden.add(width);
            }
        }
        check(width == first.get("nin").intValue(), "the output size");
        return new NetworkShape(width, List.copyOf(hidden), updaterArrays(first));
    }

    private static int updaterArrays(JsonNode layer) {
        return switch (layer.get("iupdater").get("@class").asText()) {
            case TypeNames.ADAM -> 2;
            case TypeNames.RMSPROP -> 1;
            default -> 0;
        };
    }

    /** Number of parameters: W, RW and b of each LSTM layer's four gates, W and b of the output layer. */
    long parameters() {
        long sum = 0;
        long width = vocabulary;
        for (int size : hidden) {
            sum += 4L * size * (width + size + 1);
            width = size;
        }
        return sum + vocabulary * (width + 1);
    }

    /** Length of the updater's state. */
    long updaterState() {
        return updaterArrays * parameters();
    }

    private static void check(boolean right, String what) {
        if (!right) {
            throw Refused.because("its network is none that charrnn builds: wrong at " + what);
        }
    }
}
