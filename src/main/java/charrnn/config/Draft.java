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

/** A configuration while it is read: its values, their places and all mistakes. */
final class Draft {
    private final Map<String, Object> values = new HashMap<>();
    private final Map<String, Place> places = new HashMap<>();
    private final Set<String> doubtful = new HashSet<>();
    private final List<Mistake> mistakes = new ArrayList<>();

    /**
     * The place of a value or a mistake.
     *
     * @param source a file's name, or the option of the command line
     * @param line in the file, the first is 1; 0 on the command line
     */
    record Place(String source, int line) {
        static final Place SET = new Place("--set", 0);

        /** The order of messages: down the file, then the command line. */
        int order() {
            return line == 0 ? Integer.MAX_VALUE : line;
        }

        /** As messages begin: {@code lstm.yaml:12}. */
        @Override
        public String toString() {
            return line == 0 ? source : source + ":" + line;
        }
    }

    private record Mistake(Place place, String message) {}

    /** Sets a key; a later value, that of a {@code --set}, replaces the former. */
    void put(String path, Object value, Place place) {
        values.put(path, value);
        places.put(path, place);
        doubtful.remove(path);
    }

    void mistake(Place place, String message) {
        mistakes.add(new Mistake(place, message));
    }

    /** Notes that the value meant for a key, or for each key of a section, is unknown. */
    void doubt(String path) {
        ConfigKeys.all().stream()
                .map(ConfigKey::path)
                .filter(key -> path.isEmpty() || key.equals(path) || key.startsWith(path + "."))
                .forEach(doubtful::add);
    }

    /** Whether the values meant for these keys are known. */
    boolean knows(String... paths) {
        return Stream.of(paths).noneMatch(doubtful::contains);
    }

    /** The place of the first of these keys that was set, on the command line before in the file. */
    Place placeOf(Place otherwise, String... paths) {
        return Stream.of(paths)
                .map(places::get)
                .filter(Objects::nonNull)
                .min(Comparator.comparing(place -> place.line() != 0))
                .orElse(otherwise);
    }

    /** The configuration, with defaults for the keys that were not set. */
    Config config() {
        return ConfigKeys.config(values);
    }

    /** @throws UserError with all mistakes, if there are any */
    void refuseMistakes() {
        if (!mistakes.isEmpty()) {
            throw new UserError(mistakes.stream()
                    .sorted(Comparator.comparingInt(mistake -> mistake.place().order()))
                    .map(mistake -> mistake.place() + ": " + mistake.message())
                    .toList());
        }
    }
}
