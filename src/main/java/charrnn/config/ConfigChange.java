package charrnn.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Compares a run's saved configuration with the one given on {@code --resume}, which may differ in some keys. */
public final class ConfigChange {
    /** Why a key must not change, by its path. */
    private static final Map<String, String> REASONS = new HashMap<>();

    static {
        forbid(
                "it decides which text is learned, and the saved position is one in that text",
                "corpus.path",
                "corpus.include",
                "corpus.exclude",
                "corpus.strict",
                "corpus.followLinks",
                "corpus.maxChars");
        forbid(
                "it decides which files are held out, and the network has learned from the others",
                "corpus.heldOutFrom",
                "corpus.validationShare",
                "corpus.testShare",
                "corpus.seed");
        forbid(
                "it decides the vocabulary, and the network's inputs and outputs are those of the saved vocabulary",
                "corpus.vocabulary.minCount",
                "corpus.vocabulary.maxSize");
        forbid("the saved weights have this shape", "model.layers", "model.hidden");
        forbid("the saved network has it built in", "model.dropout", "model.gates", "training.beta2");
        forbid("it only sets the weights of a new network", "model.forgetBias");
        forbid("the saved state has that many streams", "training.batchSize");
        forbid("the saved position in the text is counted in such segments", "training.sequenceLength");
        forbid("the random numbers of the run follow from it", "training.seed");
        forbid("the saved averages of the gradient belong to this update rule", "training.optimizer");
    }

    private ConfigChange() {}

    private static void forbid(String reason, String... paths) {
        Stream.of(paths).forEach(path -> REASONS.put(path, reason));
    }

    private record Change(String path, String before, String after) {}

    /**
     * The reasons why a run cannot be resumed with a changed configuration; empty if it can.
     *
     * @return one message for each changed key that must not change, in the order of the keys
     */
    public static List<String> refusals(Config saved, Config given) {
        // One size for all layers and a list of equal sizes describe the same network.
        boolean sameNetwork = saved.model().hiddenSizes().equals(given.model().hiddenSizes());
        return compare(saved, given)
                .filter(change -> REASONS.containsKey(change.path))
                .filter(change -> !(sameNetwork && change.path.equals("model.hidden")))
                .map(change -> change.path + " was " + change.before + " and is now " + change.after
                        + ", but cannot change on --resume: " + REASONS.get(change.path))
                .toList();
    }

    /** One line for each key that differs, in the order of the keys. */
    public static List<String> changes(Config saved, Config given) {
        return compare(saved, given)
                .map(change -> change.path + " was " + change.before + ", is now " + change.after)
                .toList();
    }

    private static Stream<Change> compare(Config saved, Config given) {
        Map<String, Object> values = ConfigKeys.values(given);
        return ConfigKeys.values(saved).entrySet().stream()
                .filter(old -> !old.getValue().equals(values.get(old.getKey())))
                .map(old -> new Change(
                        old.getKey(),
                        ConfigWriter.value(old.getValue()),
                        ConfigWriter.value(values.getOrDefault(old.getKey(), ""))));
    }

    static Set<String> fixedKeys() {
        return REASONS.keySet();
    }
}
