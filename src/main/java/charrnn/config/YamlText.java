package charrnn.config;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Values written as YAML in one line; texts always in quotes, since other parsers read {@code no} as false. */
final class YamlText {
    private static final int SHOWN_LENGTH = 60;

    private YamlText() {}

    /** YAML of a number, truth value, text, enum constant or list of these. */
    static String of(Object value) {
        if (value instanceof List<?> list) {
            return list.stream().map(YamlText::of).collect(Collectors.joining(", ", "[", "]"));
        }
        if (value instanceof String text) {
            return quoted(text);
        }
        if (value instanceof Double number) {
            return number(number);
        }
        return value.toString().toLowerCase(Locale.ROOT);
    }

    /** The shortest decimal that is read back as the same number: 0.002, 50, 1.0E-9. */
    static String number(double number) {
        double size = Math.abs(number);
        boolean readableInFull = number == 0 || (size >= 1e-6 && size < 1e15);
        return readableInFull
                ? BigDecimal.valueOf(number).stripTrailingZeros().toPlainString()
                : Double.toString(number);
    }

    /** A text for a message: quoted, cut where it is long. */
    static String shown(String text) {
        if (text.codePointCount(0, text.length()) <= SHOWN_LENGTH) {
            return quoted(text);
        }
        return quoted(text.substring(0, text.offsetByCodePoints(0, SHOWN_LENGTH)) + "…");
    }

    private static String quoted(String text) {
        StringBuilder yaml = new StringBuilder("\"");
        text.codePoints().forEach(character -> yaml.append(escaped(character)));
        return yaml.append('"').toString();
    }

    private static String escaped(int character) {
        return switch (character) {
            case '"' -> "\\\"";
            case '\\' -> "\\\\";
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            default -> isPlain(character) ? Character.toString(character) : numbered(character);
        };
    }

    /** Beyond ASCII only letters and digits stay: YAML forbids some of the others and takes some for line breaks. */
    private static boolean isPlain(int character) {
        return (character >= ' ' && character <= '~') || character == '…' || Character.isLetterOrDigit(character);
    }

    private static String numbered(int character) {
        return character <= 0xFFFF ? "\\u%04X".formatted(character) : "\\U%08X".formatted(character);
    }
}
