package charrnn.config;

import charrnn.config.Key.Value;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A key of the YAML, as declared by a record component.
 *
 * @param path the key with its sections, such as {@code training.epochs}
 * @param type type of the value, or of each item of a list: int, long, double, boolean, String or an enum
 * @param list whether the value is a list; a single value then counts as a list of one item
 */
record ConfigKey(String path, Class<?> type, boolean list, String meaning, Value rule) {
    private static final Pattern WHOLE = Pattern.compile("[-+]?[0-9]+");
    private static final Pattern DECIMAL =
            Pattern.compile("[-+]?(?:[0-9]++\\.?[0-9]*+|\\.[0-9]++)(?:[eE][-+]?[0-9]++)?");

    static ConfigKey of(String path, RecordComponent component) {
        String meaning =
                Objects.requireNonNull(component.getAnnotation(Key.class), path).value();
        Value rule = Objects.requireNonNull(component.getAnnotation(Value.class), path);
        if (component.getGenericType() instanceof ParameterizedType list) {
            Class<?> item = (Class<?>) list.getActualTypeArguments()[0];
            return new ConfigKey(path, item == Integer.class ? int.class : item, true, meaning, rule);
        }
        return new ConfigKey(path, component.getType(), false, meaning, rule);
    }

    static String nameOf(String path) {
        return path.substring(path.lastIndexOf('.') + 1);
    }

    /** The sections of a key, such as {@code corpus.vocabulary}; empty at the top level. */
    static String sectionOf(String path) {
        return path.substring(0, Math.max(0, path.lastIndexOf('.')));
    }

    Object defaultValue() {
        List<Object> items = Stream.of(rule.byDefault())
                .map(text -> parse(text).orElseThrow())
                .toList();
        return list ? items : items.get(0);
    }

    /** Parses the value, or an item of a list; empty if it is not allowed. */
    Optional<Object> parse(String text) {
        if (type == String.class) {
            boolean allowed = isStorable(text) && !(rule.notEmpty() && text.isBlank());
            return allowed ? Optional.of(text) : Optional.empty();
        } else if (type == boolean.class || type.isEnum()) {
            return constants()
                    .filter(constant -> text.equalsIgnoreCase(constant.toString()))
                    .findFirst();
        }
        return parseNumber(text)
                .filter(number -> isInRange(number.doubleValue()))
                .map(Object.class::cast);
    }

    /** Parses a number; empty if it is not one of the type. */
    private Optional<Number> parseNumber(String text) {
        try {
            if (type == double.class) {
                // Adding zero turns -0.0 into 0.0; otherwise two equal configurations would differ.
                return isDecimal(text) ? Optional.of(Double.parseDouble(text) + 0.0) : Optional.empty();
            } else if (!WHOLE.matcher(text).matches()) {
                return Optional.empty();
            }
            return Optional.of(type == int.class ? (Number) Integer.valueOf(text) : Long.valueOf(text));
        } catch (NumberFormatException tooLong) {
            return Optional.empty();
        }
    }

    private Stream<Object> constants() {
        return type == boolean.class ? Stream.of(true, false) : Stream.of(type.getEnumConstants());
    }

    /** Describes the allowed values, to follow "must be". */
    String allowed() {
        return allowedItem("") + listSuffix();
    }

    /**
     * Describes the allowed values of an item, or of the value if it is not a list.
     *
     * @param refused a refused text; the description may add the limits of the type or the nearest word
     */
    String allowedItem(String refused) {
        if (type == String.class) {
            String text = rule.notEmpty() ? "a text that is not empty" : "a text";
            return isStorable(refused) ? text : "a text without NUL and without halves of surrogate pairs";
        } else if (type == boolean.class || type.isEnum()) {
            List<String> words = constants()
                    .map(constant -> constant.toString().toLowerCase(Locale.ROOT))
                    .toList();
            return Spelling.either(words) + Spelling.didYouMean(Spelling.nearest(refused, words));
        } else if (type == double.class) {
            return "a number" + range();
        }
        boolean overflow =
                WHOLE.matcher(refused).matches() && parseNumber(refused).isEmpty();
        return "a whole number" + (overflow ? rangeOfType() : range());
    }

    boolean allowsEmptyText() {
        return type == String.class && !list && !rule.notEmpty();
    }

    String listSuffix() {
        return list ? ", or a list of them" : "";
    }

    static boolean isDecimal(String text) {
        return DECIMAL.matcher(text).matches();
    }

    private boolean isInRange(double number) {
        boolean aboveMin = rule.aboveMin() ? number > rule.min() : number >= rule.min();
        return aboveMin && number <= rule.max() && Double.isFinite(number);
    }

    private String rangeOfType() {
        boolean isInt = type == int.class;
        long lowest = Math.max(isInt ? Integer.MIN_VALUE : Long.MIN_VALUE, (long) rule.min());
        long highest = Math.min(isInt ? Integer.MAX_VALUE : Long.MAX_VALUE, (long) rule.max());
        return " from " + lowest + " to " + highest;
    }

    /** The range in words: " from 0 to 1", " of at least 0" or nothing. */
    private String range() {
        String min = ConfigWriter.number(rule.min());
        String max = ConfigWriter.number(rule.max());
        if (rule.min() == Double.NEGATIVE_INFINITY) {
            return rule.max() == Double.POSITIVE_INFINITY ? "" : " of at most " + max;
        } else if (rule.max() == Double.POSITIVE_INFINITY) {
            return (rule.aboveMin() ? " above " : " of at least ") + min;
        }
        return rule.aboveMin() ? " above " + min + " and at most " + max : " from " + min + " to " + max;
    }

    /** Whether a text can be written in UTF-8 and passed to the file system. */
    private static boolean isStorable(String text) {
        return text.codePoints().noneMatch(c -> c == 0 || Character.getType(c) == Character.SURROGATE);
    }
}
