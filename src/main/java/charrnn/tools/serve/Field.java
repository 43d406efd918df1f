package charrnn.tools.serve;

import charrnn.config.Count;
import charrnn.config.TerminalText;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A field of a JSON request: its parser and its JSON Schema, made from the same limits.
 *
 * @param <T> type of the parsed value
 * @param name key in the request
 * @param description for the schema
 * @param schema JSON Schema of the value, without the description
 * @param absent value if the request does not have the field
 * @param parser turns a JSON value into T, or throws an {@link ApiException}
 */
record Field<T>(String name, String description, ObjectNode schema, T absent, Function<JsonNode, T> parser) {
    /** @throws ApiException if the value is not allowed */
    T of(JsonNode request) {
        JsonNode value = request.get(name);
        return value == null ? absent : parser.apply(value);
    }

    /** The value of a required field. */
    static <T> T required(Field<Optional<T>> field, JsonNode request) {
        return field.of(request)
                .orElseThrow(() -> ApiException.of("missing_field", field.name, field.name + " is missing"));
    }

    /** @throws ApiException if a request is not an object, or has a field that is not among {@code fields} */
    static void refuseOthers(JsonNode request, List<? extends Field<?>> fields) {
        if (!request.isObject()) {
            throw ApiException.of(400, "invalid_json", "the body must be a JSON object");
        }
        List<String> known = fields.stream().map(Field::name).toList();
        for (Iterator<String> names = request.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!known.contains(name)) {
                throw ApiException.of(
                        "unsupported_field",
                        name,
                        name + " is not supported; the fields are " + String.join(", ", known));
            }
        }
    }

    /**
     * JSON Schema of a request.
     *
     * @param required name of the only required field
     */
    static ObjectNode schema(List<? extends Field<?>> fields, String required) {
        ObjectNode schema = type("object").put("additionalProperties", false);
        schema.putArray("required").add(required);
        ObjectNode properties = schema.putObject("properties");
        for (Field<?> field : fields) {
            field.describe(properties);
        }
        return schema;
    }

    private void describe(ObjectNode properties) {
        properties.set(name, schema.deepCopy().put("description", description));
    }

    /** True or false; false if absent. */
    static Field<Boolean> flag(String name, String description) {
        return new Field<>(name, description, type("boolean").put("default", false), false, value -> {
            if (!value.isBoolean()) {
                throw refusal(name, value, "true or false");
            }
            return value.booleanValue();
        });
    }

    /** An object with one flag, such as {@code {"include_usage": true}}. */
    static Field<Boolean> flagInObject(String name, Field<Boolean> flag, String description) {
        ObjectNode schema = type("object").put("additionalProperties", false);
        flag.describe(schema.putObject("properties"));
        return new Field<>(name, description, schema, false, value -> {
            if (!value.isObject() || value.size() > 1 || value.size() == 1 && !value.has(flag.name)) {
                throw refusal(name, value, "an object with the one field " + flag.name);
            }
            return flag.of(value);
        });
    }

    /**
     * A number.
     *
     * @param exclusive whether {@code min} itself is not allowed
     */
    static Field<Double> number(
            String name, double min, boolean exclusive, double max, double absent, String description) {
        ObjectNode schema = type("number")
                .put(exclusive ? "exclusiveMinimum" : "minimum", min)
                .put("maximum", max)
                .put("default", absent);
        return new Field<>(name, description, schema, absent, value -> {
            double number = value.isNumber() ? value.doubleValue() : Double.NaN;
            if (!(number <= max && (exclusive ? number > min : number >= min))) {
                throw refusal(
                        name, value, "a number " + (exclusive ? "above " : "from ") + plain(min) + " to " + plain(max));
            }
            return number;
        });
    }

    /** Formats a whole number without a decimal point. */
    private static String plain(double value) {
        return value == (int) value ? Integer.toString((int) value) : Double.toString(value);
    }

    /** A whole number from {@code min} to {@code max}. */
    static Field<Optional<Long>> whole(String name, long min, long max, Optional<Long> absent, String description) {
        ObjectNode schema = type("integer").put("minimum", min).put("maximum", max);
        absent.ifPresent(value -> schema.put("default", value));
        return new Field<>(name, description, schema, absent, value -> {
            boolean isLong = value.isIntegralNumber() && value.canConvertToLong();
            if (!isLong || value.longValue() < min || value.longValue() > max) {
                throw refusal(name, value, "a whole number from " + min + " to " + max);
            }
            return Optional.of(value.longValue());
        });
    }

    /** One of the given words. */
    static Field<Optional<String>> word(String name, List<String> words, String description) {
        ObjectNode schema = type("string");
        words.forEach(schema.putArray("enum")::add);
        return new Field<>(name, description, schema, Optional.empty(), value -> {
            if (!value.isTextual() || !words.contains(value.textValue())) {
                throw refusal(
                        name,
                        value,
                        words.stream().map(word -> "\"" + word + "\"").collect(Collectors.joining(" or ")));
            }
            return Optional.of(value.textValue());
        });
    }

    /** The name of a served model; the first one if absent. */
    static Field<String> model(List<String> models) {
        String name = "model";
        String first = models.get(0);
        ObjectNode schema = type("string").put("default", first);
        return new Field<>(name, "Name of a model that GET /v1/models lists.", schema, first, value -> {
            if (!value.isTextual()) {
                throw refusal(name, value, "a text");
            }
            if (!models.contains(value.textValue())) {
                throw ApiException.of(
                        404,
                        "model_not_found",
                        "there is no model " + value.textValue() + ", only " + String.join(", ", models));
            }
            return value.textValue();
        });
    }

    /** A text of {@code min} to {@code max} Unicode characters. */
    static Field<Optional<String>> text(String name, int min, int max, String description) {
        return new Field<>(name, description, textSchema(min, max), Optional.empty(), value -> {
            if (!value.isTextual()) {
                throw refusal(name, value, "a text");
            }
            return Optional.of(checkedText(name, name, value.textValue(), min, max));
        });
    }

    /** A text, or a list of 1 to {@code most} texts, of {@code min} to {@code max} Unicode characters each. */
    static Field<List<String>> texts(String name, int most, int min, int max, String description) {
        ObjectNode schema = JsonNodeFactory.instance.objectNode();
        schema.putArray("oneOf")
                .add(textSchema(min, max))
                .add(type("array").put("minItems", 1).put("maxItems", most).set("items", textSchema(min, max)));
        return new Field<>(name, description, schema, List.of(), value -> {
            if (value.isTextual()) {
                return List.of(checkedText(name, name, value.textValue(), min, max));
            }
            if (!value.isArray() || value.isEmpty() || value.size() > most) {
                throw refusal(name, value, "a text or a list of 1 to " + most + " texts");
            }
            List<String> texts = new ArrayList<>();
            for (JsonNode element : value) {
                String place = name + "[" + texts.size() + "]";
                if (!element.isTextual()) {
                    throw ApiException.of("invalid_value", name, place + " is not a text");
                }
                texts.add(checkedText(name, place, element.textValue(), min, max));
            }
            return List.copyOf(texts);
        });
    }

    private static String checkedText(String name, String place, String text, int min, int max) {
        int chars = text.codePointCount(0, text.length());
        if (chars < min || chars > max) {
            throw ApiException.of(
                    "invalid_value",
                    name,
                    String.format(
                            Locale.ROOT,
                            "%s has %s, but must have from %,d to %,d",
                            place,
                            Count.of(chars, "character"),
                            min,
                            max));
        }
        if (text.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)) {
            throw ApiException.of("invalid_value", name, place + " has half a surrogate pair, which is no character");
        }
        return text;
    }

    private static ObjectNode textSchema(int min, int max) {
        return type("string").put("minLength", min).put("maxLength", max);
    }

    private static ObjectNode type(String type) {
        return JsonNodeFactory.instance.objectNode().put("type", type);
    }

    private static ApiException refusal(String name, JsonNode value, String allowed) {
        return ApiException.of(
                "invalid_value",
                name,
                name + " is " + TerminalText.line(value.toString(), 60) + ", but must be " + allowed);
    }
}
