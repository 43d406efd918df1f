package charrnn.config;

import charrnn.message.Count;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Writes a configuration, or a value, as YAML. Strings are quoted, since other parsers read {@code no} as false. */
public final class ConfigWriter {
    private static final int MAX_SHOWN_LENGTH = 60;

    private ConfigWriter() {}

    /**
     * All keys as YAML, in the order of the records; {@link ConfigLoader#parse} reads it back as an equal
     * configuration.
     */
    public static String toYaml(Config config) {
        StringBuilder yaml = new StringBuilder();
        write("", "", config, yaml);
        return yaml.toString();
    }

    private static void write(String section, String indent, Config config, StringBuilder yaml) {
        for (String name : ConfigKeys.namesIn(section)) {
            String path = ConfigKeys.join(section, name);
            yaml.append(indent).append(name).append(':');
            if (ConfigKeys.isSection(path)) {
                write(path, indent + "  ", config, yaml.append('\n'));
            } else {
                yaml.append(' ').append(value(ConfigKeys.value(config, path))).append('\n');
            }
        }
    }

    /** All values by their keys, in the order of the records; strings without quotes, the items of lists joined with commas. */
    public static Map<String, String> values(Config config) {
        Map<String, String> values = new LinkedHashMap<>();
        ConfigKeys.all().forEach(key -> values.put(key.path(), plain(ConfigKeys.value(config, key.path()))));
        return values;
    }

    private static String plain(Object value) {
        return value instanceof List<?> list
                ? list.stream().map(ConfigWriter::plain).collect(Collectors.joining(", "))
                : value instanceof String text ? text : value(value);
    }

    /** A number, boolean, string, enum constant or list of these as YAML on one line. */
    public static String value(Object value) {
        if (value instanceof List<?> list) {
            return list.stream().map(ConfigWriter::value).collect(Collectors.joining(", ", "[", "]"));
        } else if (value instanceof String text) {
            return quoted(text);
        }
        return value instanceof Double number
                ? Count.number(number)
                : value.toString().toLowerCase(Locale.ROOT);
    }

    private static String quoted(String text) {
        DumperOptions options = new DumperOptions();
        options.setSplitLines(false);
        StringWriter yaml = new StringWriter();
        new Yaml(options).serialize(new ScalarNode(Tag.STR, text, null, null, ScalarStyle.DOUBLE_QUOTED), yaml);
        return yaml.toString().strip();
    }

    /** A text for a message: in quotes, cut after 60 characters. */
    public static String shown(String text) {
        boolean fits = text.codePointCount(0, text.length()) <= MAX_SHOWN_LENGTH;
        return quoted(fits ? text : text.substring(0, text.offsetByCodePoints(0, MAX_SHOWN_LENGTH)) + "…");
    }
}
