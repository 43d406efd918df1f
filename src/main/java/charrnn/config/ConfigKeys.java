package charrnn.config;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All keys there are, in the order of the records, which are read by reflection so that nothing lists them twice. */
final class ConfigKeys {
    private static final Map<String, ConfigKey> KEYS = new LinkedHashMap<>();
    private static final List<String> SECTIONS = new ArrayList<>();

    static {
        collect(Config.defaults(), "");
    }

    private ConfigKeys() {}

    /** Every key, in the order of the records. */
    static List<ConfigKey> all() {
        return List.copyOf(KEYS.values());
    }

    /** Paths of the sections, outer before inner: {@code corpus}, {@code corpus.vocabulary}. */
    static List<String> sections() {
        return List.copyOf(SECTIONS);
    }

    static Optional<ConfigKey> find(String path) {
        return Optional.ofNullable(KEYS.get(path));
    }

    static boolean isSection(String path) {
        return SECTIONS.contains(path);
    }

    /** Names of the keys and sections right inside a section; of the top for the empty path. */
    static List<String> namesIn(String section) {
        return RecordValues.components(RecordValues.sectionOf(Config.defaults(), section)).stream()
                .map(RecordComponent::getName)
                .toList();
    }

    /** Keys and sections that a wrong path may have been meant to be: the name counts most, then the section. */
    static List<String> nearest(String path) {
        List<String> candidates = new ArrayList<>(SECTIONS);
        candidates.addAll(KEYS.keySet());
        candidates.removeIf(candidate -> !Spelling.isNear(nameOf(path), nameOf(candidate)));
        return Spelling.best(
                candidates,
                candidate -> 2 * Spelling.distance(nameOf(path), nameOf(candidate))
                        + Math.min(2, Spelling.distance(ConfigKey.sectionOf(path), ConfigKey.sectionOf(candidate))));
    }

    private static String nameOf(String path) {
        return path.substring(path.lastIndexOf('.') + 1);
    }

    private static void collect(Record section, String path) {
        for (RecordComponent component : RecordValues.components(section)) {
            String inner = join(path, component.getName());
            Object value = RecordValues.get(section, component);
            if (value instanceof Record innerSection) {
                SECTIONS.add(inner);
                collect(innerSection, inner);
            } else {
                KEYS.put(inner, key(inner, component, value));
            }
        }
    }

    static String join(String section, String name) {
        return section.isEmpty() ? name : section + "." + name;
    }

    private static ConfigKey key(String path, RecordComponent component, Object defaultValue) {
        Key key = Optional.ofNullable(component.getAnnotation(Key.class))
                .orElseThrow(() -> new IllegalStateException(path + " has no @Key"));
        boolean list = component.getType() == List.class;
        Type type = component.getGenericType() instanceof ParameterizedType parameterized
                ? parameterized.getActualTypeArguments()[0]
                : component.getType();
        return new ConfigKey(path, valueType(path, type, key), list, key.notEmpty(), defaultValue, key.value());
    }

    private static ValueType valueType(String path, Type type, Key key) {
        if (type == int.class || type == Integer.class) {
            return WholeNumber.ofInt(Range.of(key));
        } else if (type == long.class) {
            return WholeNumber.ofLong(Range.of(key));
        } else if (type == double.class) {
            return new DecimalNumber(Range.of(key));
        } else if (type == boolean.class) {
            return new ValueType.Truth();
        } else if (type == String.class) {
            return new ValueType.Text(key.notEmpty());
        } else if (type instanceof Class<?> choice && choice.isEnum()) {
            return ValueType.Choice.of(choice);
        }
        throw new IllegalStateException(path + " is of " + type + ", which no key can be yet");
    }
}
