package charrnn.tools.serve;

import charrnn.config.Count;
import charrnn.config.TerminalText;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Checks requests against a JSON Schema. It supports what the schemas of requests in {@code openapi.json} use; a
 * nested object has optional fields only.
 *
 * @param schema the schema of an object without additional properties
 */
record RequestSchema(JsonNode schema) {
    /**
     * Checks a request, adds the defaults of absent fields to it and returns it.
     *
     * @throws ApiException for the first field that is not allowed
     */
    ObjectNode check(JsonNode body) {
        if (!(body instanceof ObjectNode request)) {
            throw ApiException.of(400, "invalid_json", "the body must be a JSON object");
        }
        JsonNode properties = schema.get("properties");
        List<String> known = names(properties);
        for (String name : names(request)) {
            if (!known.contains(name)) {
                throw ApiException.of(
                        "unsupported_field",
                        name,
                        name + " is not supported; the fields are " + String.join(", ", known));
            }
        }
        for (JsonNode name : schema.get("required")) {
            if (!request.has(name.textValue())) {
                throw ApiException.of("missing_field", name.textValue(), name.textValue() + " is missing");
            }
        }
        for (String name : known) {
            JsonNode property = properties.get(name);
            if (request.has(name)) {
                check(name, name, property, request.get(name));
            } else if (property.has("default")) {
                request.set(name, property.get("default"));
            }
        }
        return request;
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** @param place the field, or an element of it */
    private static void check(String field, String place, JsonNode schema, JsonNode value) {
        JsonNode fitting = alternatives(schema).stream()
                .filter(alternative -> fits(alternative, value))
                .findFirst()
                .orElseThrow(() -> ApiException.of(
                        "invalid_value",
                        field,
                        place + " is " + TerminalText.line(value.toString(), 60) + ", but must be "
                                + alternatives(schema).stream()
                                        .map(RequestSchema::allowed)
                                        .collect(Collectors.joining(" or "))));
        if (!fitting.has("type")) {
            return; // any value, which is ignored
        }
        if (fitting.has("maxLength")) {
            checkText(field, place, fitting, value.textValue());
        }
        for (int i = 0; value.isArray() && i < value.size(); i++) {
            check(field, place + "[" + i + "]", fitting.get("items"), value.get(i));
        }
        if (value.isObject()) {
            names(value)
                    .forEach(name -> check(name, name, fitting.get("properties").get(name), value.get(name)));
        }
    }

    private static List<JsonNode> alternatives(JsonNode schema) {
        return schema.has("oneOf") ? list(schema.get("oneOf")) : List.of(schema);
    }

    private static List<JsonNode> list(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).toList();
    }

    /** Whether a value has the type of a schema and is in its range; its elements and fields are not checked. */
    private static boolean fits(JsonNode schema, JsonNode value) {
        if (!schema.has("type")) {
            return true;
        }
        return switch (schema.get("type").textValue()) {
            case "boolean" -> value.isBoolean();
            case "integer" ->
                value.isIntegralNumber()
                        && value.canConvertToLong()
                        && value.longValue() >= schema.get("minimum").longValue()
                        && value.longValue() <= schema.get("maximum").longValue();
            case "number" -> value.isNumber() && isInRange(schema, value.doubleValue());
            case "string" ->
                value.isTextual()
                        && (!schema.has("enum") || list(schema.get("enum")).contains(value));
            case "array" ->
                value.isArray()
                        && value.size() >= schema.get("minItems").intValue()
                        && value.size() <= schema.get("maxItems").intValue();
            default -> value.isObject() && names(schema.get("properties")).containsAll(names(value));
        };
    }

    private static boolean isInRange(JsonNode schema, double value) {
        boolean aboveMin = schema.has("exclusiveMinimum")
                ? value > schema.get("exclusiveMinimum").doubleValue()
                : value >= schema.get("minimum").doubleValue();
        return aboveMin && value <= schema.get("maximum").doubleValue();
    }

    /** Describes the allowed values for a message. */
    private static String allowed(JsonNode schema) {
        String max = schema.path("maximum").asText();
        return switch (schema.get("type").textValue()) {
            case "boolean" -> "true or false";
            case "integer" -> "a whole number from " + schema.get("minimum").asText() + " to " + max;
            case "number" ->
                schema.has("exclusiveMinimum")
                        ? "a number above " + schema.get("exclusiveMinimum").asText() + " to " + max
                        : "a number from " + schema.get("minimum").asText() + " to " + max;
            case "string" ->
                schema.has("enum")
                        ? list(schema.get("enum")).stream()
                                .map(JsonNode::toString)
                                .collect(Collectors.joining(" or "))
                        : "a text";
            case "array" -> {
                boolean texts = schema.at("/items/type").asText().equals("string");
                yield "a list of " + schema.get("minItems") + " to " + schema.get("maxItems")
                        + (texts ? " texts" : " objects");
            }
            default -> "an object with the fields " + String.join(", ", names(schema.get("properties")));
        };
    }

    private static void checkText(String field, String place, JsonNode schema, String text) {
        int chars = text.codePointCount(0, text.length());
        int min = schema.get("minLength").intValue();
        int max = schema.get("maxLength").intValue();
        if (chars < min || chars > max) {
            String message = String.format(
                    Locale.ROOT,
                    "%s has %s, but must have from %,d to %,d",
                    place,
                    Count.of(chars, "character"),
                    min,
                    max);
            throw ApiException.of("invalid_value", field, message);
        }
        if (text.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)) {
            throw ApiException.of("invalid_value", field, place + " has an unpaired surrogate, which is no character");
        }
    }
}
