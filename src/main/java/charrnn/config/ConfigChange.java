package charrnn.config;

import java.util.List;
import java.util.stream.Stream;

/** Compares a run's saved configuration with the one given on {@code --resume}, which may differ in some keys. */
public final class ConfigChange {
    private ConfigChange() {}

    private record Change(ConfigKey key, String before, String after) {}

    /** One message for each key whose change forbids to resume the run, in the order of the keys. */
    public static List<String> refusals(Config saved, Config given) {
        // One size for all layers and a list of equal sizes describe the same network.
        boolean sameNetwork = saved.model().hiddenSizes().equals(given.model().hiddenSizes());
        return compare(saved, given)
                .filter(change -> !change.key.bounds().fixed().isEmpty())
                .filter(change -> !(sameNetwork && change.key.path().equals("model.hidden")))
                .map(change -> change.key.path() + " was " + change.before + " and is now " + change.after
                        + ", but cannot change on --resume: "
                        + change.key.bounds().fixed())
                .toList();
    }

    /** One line for each key that differs, in the order of the keys. */
    public static List<String> changes(Config saved, Config given) {
        return compare(saved, given)
                .map(change -> change.key.path() + " was " + change.before + ", is now " + change.after)
                .toList();
    }

    private static Stream<Change> compare(Config saved, Config given) {
        return ConfigKeys.all().stream()
                .map(key -> new Change(
                        key,
                        ConfigWriter.value(ConfigKeys.value(saved, key.path())),
                        ConfigWriter.value(ConfigKeys.value(given, key.path()))))
                .filter(change -> !change.before.equals(change.after));
    }
}
