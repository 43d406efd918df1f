package charrnn.config;

import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Takes a configuration's records apart into values by path, and puts them together again; by reflection. */
final class RecordValues {
    private RecordValues() {}

    static List<RecordComponent> components(Record section) {
        return List.of(section.getClass().getRecordComponents());
    }

    static Object get(Record section, RecordComponent component) {
        try {
            return component.getAccessor().invoke(section);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot read " + component, e);
        }
    }

    /** The section at a path, {@code corpus.vocabulary}; the configuration itself for the empty path. */
    static Record sectionOf(Config config, String path) {
        Record section = config;
        for (String name : path.isEmpty() ? new String[0] : path.split("\\.", -1)) {
            Record outer = section;
            section = components(outer).stream()
                    .filter(component -> component.getName().equals(name))
                    .map(component -> (Record) get(outer, component))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(path + " is no section"));
        }
        return section;
    }

    /** Every key's value by its path, in the order of the records. */
    static Map<String, Object> valuesOf(Config config) {
        Map<String, Object> values = new LinkedHashMap<>();
        collect(config, "", values);
        return values;
    }

    private static void collect(Record section, String path, Map<String, Object> values) {
        for (RecordComponent component : components(section)) {
            String inner = ConfigKeys.join(path, component.getName());
            Object value = get(section, component);
            if (value instanceof Record innerSection) {
                collect(innerSection, inner, values);
            } else {
                values.put(inner, value);
            }
        }
    }

    /** A configuration with these values by path; keys that they lack are at their default. */
    static Config configOf(Map<String, Object> values) {
        return (Config) with(Config.defaults(), "", values);
    }

    private static Record with(Record section, String path, Map<String, Object> values) {
        List<RecordComponent> components = components(section);
        Object[] arguments = new Object[components.size()];
        for (int i = 0; i < arguments.length; i++) {
            String inner = ConfigKeys.join(path, components.get(i).getName());
            Object value = get(section, components.get(i));
            arguments[i] = value instanceof Record innerSection
                    ? with(innerSection, inner, values)
                    : values.getOrDefault(inner, value);
        }
        return construct(section.getClass(), components, arguments);
    }

    private static Record construct(
            Class<? extends Record> type, List<RecordComponent> components, Object[] arguments) {
        Class<?>[] types = components.stream().map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            Constructor<? extends Record> constructor = type.getDeclaredConstructor(types);
            return constructor.newInstance(arguments);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot build " + type, e);
        }
    }
}
