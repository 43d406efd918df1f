package charrnn.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What {@code --resume} may change: how a network goes on to learn, but not what it is or what it has seen. */
public final class ConfigChange {
    private static final Map<String, String> REASONS = reasons();

    private ConfigChange() {}

    /**
     * Why a run cannot go on with a changed configuration; empty where it can.
     *
     * @param before the configuration that the run was saved with
     * @param after the one it shall go on with
     * @return one message for each key that must not change, in the order of the keys
     */
    public static List<String> refusals(Config before, Config after) {
        Map<String, Object> values = RecordValues.valuesOf(after);
        List<String> refusals = new ArrayList<>();
        RecordValues.valuesOf(before).forEach((path, old) -> {
            String reason = REASONS.get(path);
            Object now = values.getOrDefault(path, old);
            boolean sameNetwork = path.equals("model.hidden") && isSameNetwork(before.model(), after.model());
            if (reason != null && !now.equals(old) && !sameNetwork) {
                refusals.add(path + " was " + YamlText.of(old) + " and is now " + YamlText.of(now)
                        + ", but cannot change on --resume: " + reason);
            }
        });
        return refusals;
    }

    /**
     * What a run goes on with that is not as it was saved.
     *
     * @param before the configuration that the run was saved with
     * @param after the one it shall go on with
     * @return one line for each key that has changed, in the order of the keys
     */
    public static List<String> changes(Config before, Config after) {
        Map<String, Object> values = RecordValues.valuesOf(after);
        List<String> changes = new ArrayList<>();
        RecordValues.valuesOf(before).forEach((path, old) -> {
            Object now = values.getOrDefault(path, old);
            if (!now.equals(old)) {
                changes.add(path + " was " + YamlText.of(old) + ", is now " + YamlText.of(now));
            }
        });
        return changes;
    }

    /** Paths of the keys that must not change. */
    static List<String> fixedKeys() {
        return List.copyOf(REASONS.keySet());
    }

    /** One size for all layers and a list of equal ones are two spellings of one network. */
    private static boolean isSameNetwork(ModelConfig before, ModelConfig after) {
        return before.hiddenSizes().equals(after.hiddenSizes());
    }

    private static Map<String, String> reasons() {
        String text = "it decides which text is learned, and the saved place is one in that text";
        String split = "it decides which files are held out, and the network has learned from the others";
        String vocabulary = "it decides the vocabulary, and the network's inputs and outputs are that of the run";
        String weights = "the saved weights have this shape";
        Map<String, String> reasons = new LinkedHashMap<>();
        reasons.put("corpus.path", text);
        reasons.put("corpus.include", text);
        reasons.put("corpus.exclude", text);
        reasons.put("corpus.strict", text);
        reasons.put("corpus.followLinks", text);
        reasons.put("corpus.maxChars", text);
        reasons.put("corpus.validationShare", split);
        reasons.put("corpus.testShare", split);
        reasons.put("corpus.seed", split);
        reasons.put("corpus.vocabulary.minCount", vocabulary);
        reasons.put("corpus.vocabulary.maxSize", vocabulary);
        reasons.put("model.layers", weights);
        reasons.put("model.hidden", weights);
        reasons.put("model.dropout", "the saved network has it built in");
        reasons.put("model.forgetBias", "it only sets the weights of a new network");
        reasons.put("training.batchSize", "the saved state is one of as many streams");
        reasons.put("training.sequenceLength", "the saved place in the text is counted in such segments");
        reasons.put("training.seed", "the random numbers of the run follow from it");
        reasons.put("training.optimizer", "the saved averages of the gradient are this update rule's");
        reasons.put("training.beta2", "the saved network has it built in");
        return reasons;
    }
}
