package charrnn.config;

import charrnn.message.Spelling;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** All keys by their paths, in the order of the records, which are read by reflection. */
public final class ConfigKeys {
    private static final Map<String, ConfigKey> KEYS = new LinkedHashMap<>();

    static {
        collect(Config.class, "");
    }

    private ConfigKeys() {}

    private static void collect(Class<?> section, String path) {
        for (RecordComponent component : section.getRecordComponents()) {
            String inner = join(path, component.getName());
            if (component.getType().isRecord()) {
                collect(component.getType(), inner);
            } else {
                KEYS.put(inner, ConfigKey.of(inner, component));
            }
        }
    }

    static List<ConfigKey> all() {
        return List.copyOf(KEYS.values());
    }

    /** Paths of the sections, outer before inner: {@code corpus}, {@code corpus.vocabulary}. */
    static List<String> sections() {
        return KEYS.keySet().stream()
                .flatMap(key -> Stream.iterate(ConfigKey.sectionOf(key), path -> !path.isEmpty(), ConfigKey::sectionOf))
                .distinct()
                .toList();
    }

    static Optional<ConfigKey> find(String path) {
        return Optional.ofNullable(KEYS.get(path));
    }

    static boolean isSection(String path) {
        return sections().contains(path);
    }

    /** Names of the keys and sections directly in a section; the empty path is the top level. */
    static List<String> namesIn(String section) {
        String prefix = join(section, "");
        return KEYS.keySet().stream()
                .filter(key -> key.startsWith(prefix))
                .map(key -> key.substring(prefix.length()).replaceFirst("\\..*", ""))
                .distinct()
                .toList();
    }

    static String join(String section, String name) {
        return section.isEmpty() ? name : section + "." + name;
    }

    /** The keys and sections nearest in spelling to an unknown path; names count more than sections. */
    static List<String> nearest(String path) {
        String name = ConfigKey.nameOf(path);
        List<String> candidates = new ArrayList<>(sections());
        candidates.addAll(KEYS.keySet());
        candidates.removeIf(candidate -> !Spelling.isNear(name, ConfigKey.nameOf(candidate)));
        return Spelling.best(
                candidates,
                candidate -> 2 * Spelling.distance(name, ConfigKey.nameOf(candidate))
                        + Math.min(2, Spelling.distance(ConfigKey.sectionOf(path), ConfigKey.sectionOf(candidate))));
    }

    /** The value of a component of a configuration, or of other options. */
    public static Object value(Record options, String path) {
        Object value = options;
        try {
            for (String name : path.split("\\.")) {
                value = value.getClass().getMethod(name).invoke(value);
            }
            return value;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot read " + path, e);
        }
    }

    /** The declared components of a record of sampling options. */
    public static List<ConfigKey> declaredBy(Class<? extends Record> options) {
        return Stream.of(options.getRecordComponents())
                .filter(component -> component.getAnnotations().length > 0)
                .map(component -> ConfigKey.of(component.getName(), component))
                .toList();
    }

    /** Builds a record: a component that {@code values} names by its path has that value, any other its declared default. */
    public static <T extends Record> T record(Class<T> type, Map<String, Object> values) {
        return type.cast(build(type, "", values));
    }

    private static Object build(Class<?> type, String path, Map<String, Object> values) {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        Object[] arguments = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            String inner = join(path, components[i].getName());
            types[i] = components[i].getType();
            if (types[i].isRecord()) {
                arguments[i] = build(types[i], inner, values);
            } else {
                arguments[i] = values.containsKey(inner)
                        ? values.get(inner)
                        : ConfigKey.of(inner, components[i]).defaultValue();
            }
        }
        try {
            return type.getDeclaredConstructor(types).newInstance(arguments);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot build " + type, e);
        }
    }
}
