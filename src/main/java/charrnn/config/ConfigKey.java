package charrnn.config;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A key of the YAML, as declared by a record component and its {@link Key}.
 *
 * @param path the key with its sections, such as {@code training.epochs}
 * @param type type of the value, or of each item of a list: int, long, double, boolean, String or an enum
 * @param list whether the value is a list; a single value then counts as a list of one item
 * @param rule meaning, default and allowed values
 */
record ConfigKey(String path, Class<?> type, boolean list, Key rule) {
    private static final Pattern WHOLE = Pattern.compile("[-+]?[0-9]+");
    private static final Pattern DECIMAL =
            Pattern.compile("[-+]?(?:[0-9]++\\.?[0-9]*+|\\.[0-9]++)(?:[eE][-+]?[0-9]++)?");

    static ConfigKey of(String path, RecordComponent component) {
        Key rule = Optional.ofNullable(component.getAnnotation(Key.class))
                .orElseThrow(() -> new IllegalStateException(path + " has no @Key"));
        boolean list = component.getGenericType() instanceof ParameterizedType;
        Class<?> type = component.getGenericType() instanceof ParameterizedType listOf
                ? (Class<?>) listOf.getActualTypeArguments()[0]
                : component.getType();
        return new ConfigKey(path, type == Integer.class ? int.class : type, list, rule);
    }

    /** The key without its sections. */
    String name() {
        return nameOf(path);
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
                .map(text -> read(text).orElseThrow())
                .toList();
        return list ? items : items.get(0);
    }

    /** Parses the value, or an item of a list; empty if it is not allowed. */
    Optional<Object> read(String text) {
        if (type == boolean.class) {
            return Stream.of("true", "false").anyMatch(text::equalsIgnoreCase)
                    ? Optional.of(Boolean.parseBoolean(text))
                    : Optional.empty();
        } else if (isWholeNumber()) {
            return parseWhole(text)
                    .filter(this::isInRange)
                    .map(number -> type == int.class ? (Object) number.intValue() : number);
        } else if (type == double.class) {
            // Adding zero turns -0.0 into 0.0, since configurations with one and the other would not be equal.
            return Optional.of(text)
                    .filter(ConfigKey::isDecimal)
                    .map(decimal -> Double.parseDouble(decimal) + 0.0)
                    .filter(number -> Double.isFinite(number) && isInRange(number))
                    .map(Object.class::cast);
        } else if (type.isEnum()) {
            return Stream.of(type.getEnumConstants())
                    .filter(constant -> ((Enum<?>) constant).name().equalsIgnoreCase(text))
                    .map(constant -> (Object) constant)
                    .findFirst();
        }
        return isStorable(text) && !(rule.notEmpty() && text.isBlank()) ? Optional.of(text) : Optional.empty();
    }

    /** Describes the allowed values, to follow "must be". */
    String allowed() {
        return allowedItem() + listSuffix();
    }

    /** Describes the allowed values of an item, or of the value if it is not a list. */
    String allowedItem() {
        if (type == boolean.class) {
            return "true or false";
        } else if (isWholeNumber()) {
            return "a whole number" + range();
        } else if (type == double.class) {
            return "a number" + range();
        } else if (type.isEnum()) {
            return Spelling.either(constants());
        }
        return rule.notEmpty() ? "a text that is not empty" : "a text";
    }

    /**
     * Like {@link #allowedItem}, for a refused item: with the limits of the type, or the nearest word, where that
     * helps.
     */
    String allowedItemFor(String text) {
        if (isWholeNumber() && WHOLE.matcher(text).matches() && parseWhole(text).isEmpty()) {
            return "a whole number from " + Math.max(typeMin(), (long) rule.min()) + " to "
                    + Math.min(typeMax(), (long) rule.max());
        } else if (type.isEnum()) {
            return allowedItem() + Spelling.didYouMean(Spelling.nearest(text, constants()));
        }
        return type != String.class || isStorable(text)
                ? allowedItem()
                : "a text without NUL and without halves of surrogate pairs";
    }

    boolean allowsEmptyText() {
        return type == String.class && !list && !rule.notEmpty();
    }

    String listSuffix() {
        return list ? ", or a list of them" : "";
    }

    /** Whether a text is a decimal number; messages show such a value without quotes. */
    static boolean isDecimal(String text) {
        return DECIMAL.matcher(text).matches();
    }

    private boolean isWholeNumber() {
        return type == int.class || type == long.class;
    }

    private long typeMin() {
        return type == int.class ? Integer.MIN_VALUE : Long.MIN_VALUE;
    }

    private long typeMax() {
        return type == int.class ? Integer.MAX_VALUE : Long.MAX_VALUE;
    }

    /** Parses a whole number; empty if it is outside the limits of the type. */
    private Optional<Long> parseWhole(String text) {
        if (!WHOLE.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Long.parseLong(text)).filter(number -> number >= typeMin() && number <= typeMax());
        } catch (NumberFormatException tooLong) {
            return Optional.empty();
        }
    }

    private boolean isInRange(double number) {
        return (rule.aboveMin() ? number > rule.min() : number >= rule.min()) && number <= rule.max();
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

    private List<String> constants() {
        return Stream.of(type.getEnumConstants())
                .map(constant -> ((Enum<?>) constant).name().toLowerCase(Locale.ROOT))
                .toList();
    }

    /** Whether a text can be stored in a UTF-8 file and be a file's name. */
    private static boolean isStorable(String text) {
        return text.codePoints().noneMatch(c -> c == 0 || Character.getType(c) == Character.SURROGATE);
    }
}
