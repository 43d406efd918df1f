package charrnn.config;

import charrnn.config.ConfigOrigin.Place;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** A configuration in the making: values so far, where they stand, and all mistakes. */
final class Draft {
    private final Map<String, Object> values = new HashMap<>();
    private final Map<String, Place> places = new HashMap<>();
    private final Set<String> doubtful = new HashSet<>();
    private final List<Mistake> mistakes = new ArrayList<>();

    /** Sets a key; a later value, that of a {@code --set}, replaces the former. */
    void put(String path, Object value, Place place) {
        values.put(path, value);
        places.put(path, place);
        doubtful.remove(path);
    }

    /** Notes a mistake. */
    void mistake(Place place, String message) {
        mistakes.add(new Mistake(place, message));
    }

    /** Says that a key, or each key of a section, was meant to have a value that is not known. */
    void doubt(String path) {
        ConfigKeys.all().stream()
                .map(ConfigKey::path)
                .filter(key -> path.isEmpty() || key.equals(path) || key.startsWith(path + "."))
                .forEach(doubtful::add);
    }

    /** Whether these keys have the values that the user wanted. */
    boolean knows(String... paths) {
        return Stream.of(paths).noneMatch(doubtful::contains);
    }

    /** Where the first of these keys that was given stands, one of a {@code --set} first of all; elsewhere, if none was. */
    Place placeOf(Place elsewhere, String... paths) {
        List<Place> given =
                Stream.of(paths).map(places::get).filter(Objects::nonNull).toList();
        return Stream.concat(given.stream().filter(place -> place.source().equals(ConfigOrigin.SET)), given.stream())
                .findFirst()
                .orElse(elsewhere);
    }

    /** The configuration, with defaults for what is missing. */
    Config config() {
        return RecordValues.configOf(values);
    }

    /** Throws all mistakes as one error, if there are any. */
    void refuseMistakes() {
        if (!mistakes.isEmpty()) {
            throw new UserError(mistakes.stream()
                    .sorted(Comparator.comparingInt(mistake -> mistake.place().order()))
                    .map(mistake -> mistake.place() + ": " + mistake.message())
                    .toList());
        }
    }

    private record Mistake(Place place, String message) {}
}
