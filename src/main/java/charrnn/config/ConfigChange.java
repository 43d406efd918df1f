package charrnn.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/** Compares a run's saved configuration with the one given on {@code --resume}, which may differ in some keys. */
public final class ConfigChange {
    private static final Map<String, String> REASONS = reasons();

    private ConfigChange() {}

    /**
     * The reasons why a run cannot be resumed with a changed configuration; empty if it can.
     *
     * @param before the saved configuration
     * @param after the configuration to resume with
     * @return one message for each changed key that must not change, in the order of the keys
     */
    public static List<String> refusals(Config before, Config after) {
        // One size for all layers and a list of equal sizes describe the same network.
        boolean sameNetwork = before.model().hiddenSizes().equals(after.model().hiddenSizes());
        return compare(before, after, (path, values) -> {
            String reason = sameNetwork && path.equals("model.hidden") ? null : REASONS.get(path);
            return Stream.ofNullable(reason)
                    .map(why -> path + " was " + values[0] + " and is now " + values[1]
                            + ", but cannot change on --resume: " + why);
        });
    }

    /**
     * The keys that differ.
     *
     * @param before the saved configuration
     * @param after the configuration to resume with
     * @return one line for each changed key, in the order of the keys
     */
    public static List<String> changes(Config before, Config after) {
        return compare(
                before, after, (path, values) -> Stream.of(path + " was " + values[0] + ", is now " + values[1]));
    }

    /** @param message maps a changed key's path and its old and new value, as YAML, to messages */
    private static List<String> compare(
            Config before, Config after, BiFunction<String, String[], Stream<String>> message) {
        Map<String, Object> values = ConfigKeys.values(after);
        return ConfigKeys.values(before).entrySet().stream()
                .filter(old -> !old.getValue().equals(values.get(old.getKey())))
                .flatMap(old -> {
                    String now = ConfigWriter.value(values.getOrDefault(old.getKey(), ""));
                    return message.apply(old.getKey(), new String[] {ConfigWriter.value(old.getValue()), now});
                })
                .toList();
    }

    /** Paths of the keys that must not change. */
    static List<String> fixedKeys() {
        return List.copyOf(REASONS.keySet());
    }

    private static Map<String, String> reasons() {
        Map<String, String> reasons = new LinkedHashMap<>();
        Stream.of("path", "include", "exclude", "strict", "followLinks", "maxChars")
                .forEach(key -> reasons.put(
                        "corpus." + key, "it decides which text is learned, and the saved place is one in that text"));
        Stream.of("validationShare", "testShare", "seed")
                .forEach(key -> reasons.put(
                        "corpus." + key,
                        "it decides which files are held out, and the network has learned from the others"));
        Stream.of("minCount", "maxSize")
                .forEach(key -> reasons.put(
                        "corpus.vocabulary." + key,
                        "it decides the vocabulary, and the network's inputs and outputs are that of the run"));
        reasons.put("model.layers", "the saved weights have this shape");
        reasons.put("model.hidden", "the saved weights have this shape");
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
