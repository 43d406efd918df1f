package charrnn.config;

import charrnn.config.Key.Bounds;
import charrnn.message.Spelling;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A key of the YAML or a sampling option, as declared by a record component.
 *
 * @param path the key with its sections, such as {@code training.epochs}; for a sampling option, its name
 * @param type type of the value, or of each item of a list: int, long, double, boolean, String or an enum
 * @param list whether the value is a list; a single value then counts as a list of one item
 */
public record ConfigKey(String path, Class<?> type, boolean list, String meaning, Bounds bounds) {
    private static final Pattern WHOLE = Pattern.compile("[-+]?[0-9]+");
    private static final Pattern DECIMAL =
            Pattern.compile("[-+]?(?:[0-9]++\\.?[0-9]*+|\\.[0-9]++)(?:[eE][-+]?[0-9]++)?");

    static ConfigKey of(String path, RecordComponent component) {
        Key.SameAs same = component.getAnnotation(Key.SameAs.class);
        if (same != null) {
            return Stream.of(same.value().getRecordComponents())
                    .filter(other -> other.getName().equals(component.getName()))
                    .map(other -> of(path, other))
                    .findFirst()
                    .orElseThrow();
        }
        String meaning =
                Objects.requireNonNull(component.getAnnotation(Key.class), path).value();
        Bounds bounds = Objects.requireNonNull(component.getAnnotation(Bounds.class), path);
        if (component.getGenericType() instanceof ParameterizedType list) {
            Class<?> item = (Class<?>) list.getActualTypeArguments()[0];
            return new ConfigKey(path, item == Integer.class ? int.class : item, true, meaning, bounds);
        }
        return new ConfigKey(path, component.getType(), false, meaning, bounds);
    }

    static String nameOf(String path) {
        return path.substring(path.lastIndexOf('.') + 1);
    }

    /** The sections of a key, such as {@code corpus.vocabulary}; empty at the top level. */
    static String sectionOf(String path) {
        return path.substring(0, Math.max(0, path.lastIndexOf('.')));
    }

    /** The option of the command line for a sampling option, {@code --top-k}. */
    public String option() {
        return "--" + field().replace('_', '-');
    }

    /** The field of a request over HTTP for a sampling option, {@code top_k}. */
    public String field() {
        return path.replaceAll("[A-Z]", "_$0").toLowerCase(Locale.ROOT);
    }

    /** The largest value in a request over HTTP. */
    public double maxServed() {
        return Math.min(bounds.max(), bounds.maxServed());
    }

    public Object defaultValue() {
        List<Object> items = Stream.of(bounds.byDefault())
                .map(text -> parse(text).orElseThrow())
                .toList();
        return list ? items : items.get(0);
    }

    /** Parses the value, or an item of a list; empty if it is not allowed. */
    public Optional<Object> parse(String text) {
        if (type == String.class) {
            boolean allowed = isStorable(text) && !(bounds.notEmpty() && text.isBlank());
            return allowed ? Optional.of(text) : Optional.empty();
        } else if (type == boolean.class || type.isEnum()) {
            return constants()
                    .filter(constant -> text.equalsIgnoreCase(constant.toString()))
                    .findFirst();
        }
        return parseNumber(text)
                .filter(number -> Range.of(bounds).contains(number.doubleValue()))
                .map(Object.class::cast);
    }

    /** Parses a number; empty if it is not one of the type. */
    private Optional<Number> parseNumber(String text) {
        if (type == double.class) {
            // Adding zero turns -0.0 into 0.0; otherwise two equal configurations would differ.
            return isDecimal(text) ? Optional.of(Double.parseDouble(text) + 0.0) : Optional.empty();
        } else if (!WHOLE.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
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
            String text = bounds.notEmpty() ? "a text that is not empty" : "a text";
            return isStorable(refused) ? text : "a text without NUL and without halves of surrogate pairs";
        } else if (type == boolean.class || type.isEnum()) {
            List<String> words = constants()
                    .map(constant -> constant.toString().toLowerCase(Locale.ROOT))
                    .toList();
            return Spelling.either(words) + Spelling.didYouMean(Spelling.nearest(refused, words));
        }
        boolean isTooLong = isWhole()
                && bounds.max() == Double.POSITIVE_INFINITY
                && WHOLE.matcher(refused).matches()
                && parseNumber(refused).isEmpty();
        String longest = type == int.class ? "32 bits" : "64 bits";
        return Range.of(bounds).describe(isWhole()) + (isTooLong ? " that fits in " + longest : "");
    }

    /** Whether the numbers are whole. */
    public boolean isWhole() {
        return type == int.class || type == long.class;
    }

    boolean allowsEmptyText() {
        return type == String.class && !list && !bounds.notEmpty();
    }

    String listSuffix() {
        return list ? ", or a list of them" : "";
    }

    static boolean isDecimal(String text) {
        return DECIMAL.matcher(text).matches();
    }

    /** Whether a text can be written in UTF-8 and passed to the file system. */
    private static boolean isStorable(String text) {
        return text.codePoints().noneMatch(c -> c == 0 || Character.getType(c) == Character.SURROGATE);
    }
}
