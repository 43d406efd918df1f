package charrnn.config;

import java.lang.reflect.RecordComponent;

/** Writes a configuration as YAML, every key in the order of the records. */
public final class ConfigWriter {
    private static final String INDENT = "  ";

    private ConfigWriter() {}

    /** YAML that {@link ConfigLoader#parse} reads back as an equal configuration. */
    public static String toYaml(Config config) {
        StringBuilder yaml = new StringBuilder();
        write(config, "", yaml);
        return yaml.toString();
    }

    private static void write(Record section, String indent, StringBuilder yaml) {
        for (RecordComponent component : RecordValues.components(section)) {
            Object value = RecordValues.get(section, component);
            yaml.append(indent).append(component.getName()).append(':');
            if (value instanceof Record inner) {
                yaml.append('\n');
                write(inner, indent + INDENT, yaml);
            } else {
                yaml.append(' ').append(YamlText.of(value)).append('\n');
            }
        }
    }
}
