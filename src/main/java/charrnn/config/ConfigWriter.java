package charrnn.config;

import charrnn.message.Count;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

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

    /** A number, boolean, string, enum constant or list of these as YAML on one line. */
    public static String value(Object value) {
        if (value instanceof List<?> list) {
            return list.stream().map(ConfigWriter::value).collect(Collectors.joining(", ", "[", "]"));
        }
        if (value instanceof String text) {
            return quoted(text);
        }
        return value instanceof Double number
                ? Count.number(number)
                : value.toString().toLowerCase(Locale.ROOT);
    }

    /** A text for a message: in quotes, cut after 60 characters. */
    public static String shown(String text) {
        boolean fits = text.codePointCount(0, text.length()) <= MAX_SHOWN_LENGTH;
        return quoted(fits ? text : text.substring(0, text.offsetByCodePoints(0, MAX_SHOWN_LENGTH)) + "…");
    }

    private static String quoted(String text) {
        return text.codePoints().mapToObj(ConfigWriter::escaped).collect(Collectors.joining("", "\"", "\""));
    }

    private static String escaped(int character) {
        return switch (character) {
            case '"' -> "\\\"";
            case '\\' -> "\\\\";
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            default ->
                isPlain(character)
                        ? Character.toString(character)
                        : (character <= 0xFFFF ? "\\u%04X" : "\\U%08X").formatted(character);
        };
    }

    /**
     * Whether a character needs no escape. Outside ASCII, these are letters, digits and the ellipsis: YAML forbids some
     * other characters and treats some as line breaks.
     */
    private static boolean isPlain(int character) {
        return (character >= ' ' && character <= '~') || character == '…' || Character.isLetterOrDigit(character);
    }
}
