package charrnn.config;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A key of the YAML, as a record component and its {@link Key} declare it.
 *
 * @param path the key with its sections, {@code training.epochs}
 * @param type int, long, double, boolean, String or an enum: of the value, or of each item of a list
 * @param list whether it takes a list; a single value then counts as a list of one
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

    /** The sections that a key stands in, {@code corpus.vocabulary}; empty at the top. */
    static String sectionOf(String path) {
        return path.substring(0, Math.max(0, path.lastIndexOf('.')));
    }

    Object defaultValue() {
        List<Object> items = Stream.of(rule.byDefault())
                .map(text -> read(text).orElseThrow())
                .toList();
        return list ? items : items.get(0);
    }

    /** The value, or the item of a list, that a text stands for; empty where the text is refused. */
    Optional<Object> read(String text) {
        if (type == boolean.class) {
            return Stream.of("true", "false").anyMatch(text::equalsIgnoreCase)
                    ? Optional.of(Boolean.parseBoolean(text))
                    : Optional.empty();
        } else if (isWhole()) {
            return whole(text)
                    .filter(this::isInRange)
                    .map(number -> type == int.class ? (Object) number.intValue() : number);
        } else if (type == double.class) {
            // Adding zero turns -0.0 into 0.0: two configurations that differ in it alone would not be equal.
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
        return isWritable(text) && !(rule.notEmpty() && text.isBlank()) ? Optional.of(text) : Optional.empty();
    }

    /** Describes what is allowed, to follow "must be". */
    String allowed() {
        return allowedItem() + orList();
    }

    /** Describes what is allowed for an item of the list, or the value where it takes none. */
    String allowedItem() {
        if (type == boolean.class) {
            return "true or false";
        } else if (isWhole()) {
            return "a whole number" + range();
        } else if (type == double.class) {
            return "a number" + range();
        } else if (type.isEnum()) {
            return Spelling.either(words());
        }
        return rule.notEmpty() ? "a text that is not empty" : "a text";
    }

    /** Describes what is allowed instead of a refused item: the limits of the type or the nearest word where these help. */
    String wantedItem(String text) {
        if (isWhole() && WHOLE.matcher(text).matches() && whole(text).isEmpty()) {
            return "a whole number from " + Math.max(lowest(), (long) rule.min()) + " to "
                    + Math.min(highest(), (long) rule.max());
        } else if (type.isEnum()) {
            return allowedItem() + Spelling.question(Spelling.nearest(text, words()));
        }
        return type != String.class || isWritable(text)
                ? allowedItem()
                : "a text without NUL and without halves of surrogate pairs";
    }

    boolean takesEmptyText() {
        return type == String.class && !list && !rule.notEmpty();
    }

    String orList() {
        return list ? ", or a list of them" : "";
    }

    /** Whether a text is a decimal number, so that a message can show it without quotes. */
    static boolean isDecimal(String text) {
        return DECIMAL.matcher(text).matches();
    }

    private boolean isWhole() {
        return type == int.class || type == long.class;
    }

    private long lowest() {
        return type == int.class ? Integer.MIN_VALUE : Long.MIN_VALUE;
    }

    private long highest() {
        return type == int.class ? Integer.MAX_VALUE : Long.MAX_VALUE;
    }

    /** A whole number within the limits of the type. */
    private Optional<Long> whole(String text) {
        if (!WHOLE.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Long.parseLong(text)).filter(number -> number >= lowest() && number <= highest());
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

    private List<String> words() {
        return Stream.of(type.getEnumConstants())
                .map(constant -> ((Enum<?>) constant).name().toLowerCase(Locale.ROOT))
                .toList();
    }

    /** A file in UTF-8 and a file's name can hold it. */
    private static boolean isWritable(String text) {
        return text.codePoints().noneMatch(c -> c == 0 || Character.getType(c) == Character.SURROGATE);
    }
}
