package charrnn.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** A configuration that is being read: values with their locations, and mistakes. */
final class Draft {
    private final Map<String, Object> values = new HashMap<>();
    private final Map<String, Location> locations = new HashMap<>();
    private final Set<String> unknownKeys = new HashSet<>();
    private final List<Mistake> mistakes = new ArrayList<>();

    /**
     * The location of a value or a mistake.
     *
     * @param source a file's name, or the command line's option
     * @param line line of the file, from 1; 0 for the command line
     */
    record Location(String source, int line) {
        static final Location SET = new Location("--set", 0);

        /** Sort key of messages: lines of the file first, then the command line. */
        int order() {
            return line == 0 ? Integer.MAX_VALUE : line;
        }

        /** The beginning of a message: {@code lstm.yaml:12}. */
        @Override
        public String toString() {
            return line == 0 ? source : source + ":" + line;
        }
    }

    private record Mistake(Location location, String message) {}

    /** Sets a key's value, and replaces an earlier one. */
    void put(String path, Object value, Location location) {
        values.put(path, value);
        locations.put(path, location);
        unknownKeys.remove(path);
    }

    void mistake(Location location, String message) {
        mistakes.add(new Mistake(location, message));
    }

    /** Marks the value of a key, or of each key of a section, as unknown: the user meant one, but it was refused. */
    void markUnknown(String path) {
        ConfigKeys.all().stream()
                .map(ConfigKey::path)
                .filter(key -> path.isEmpty() || key.equals(path) || key.startsWith(path + "."))
                .forEach(unknownKeys::add);
    }

    /** Whether none of these keys is marked as unknown. */
    boolean isKnown(String... paths) {
        return Stream.of(paths).noneMatch(unknownKeys::contains);
    }

    /** The location of the first of these keys that was set; keys set on the command line come first. */
    Location locationOf(Location fallback, String... paths) {
        return Stream.of(paths)
                .map(locations::get)
                .filter(Objects::nonNull)
                .min(Comparator.comparing(location -> location.line() != 0))
                .orElse(fallback);
    }

    /** The configuration, with defaults for keys that were not set. */
    Config config() {
        return ConfigKeys.config(values);
    }

    /** @throws UserError with all mistakes, if there are any */
    void throwMistakes() {
        if (!mistakes.isEmpty()) {
            throw new UserError(mistakes.stream()
                    .sorted(Comparator.comparingInt(
                            mistake -> mistake.location().order()))
                    .map(mistake -> mistake.location() + ": " + mistake.message())
                    .toList());
        }
    }
}
