package charrnn.tools.serve;

import charrnn.config.Range;
import charrnn.files.StrictJson;
import charrnn.message.Count;
import charrnn.message.TerminalText;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpUtil;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Parses request bodies strictly and within limits, and checks them against a JSON Schema. It supports what the schemas of
 * requests in {@code openapi.json} use; a nested object has optional fields only.
 *
 * @param schema the schema of an object without additional properties
 * @param models names of the models that a request may use; none if the field is ignored
 */
record RequestReader(JsonNode schema, List<String> models) {
    private static final JsonMapper MAPPER = StrictJson.builder(StreamReadConstraints.builder()
                    .maxNestingDepth(8)
                    .maxNameLength(100)
                    .maxNumberLength(100)
                    .build())
            .build();

    /** @throws ApiException as {@link #read(ByteBuffer)}, or if Content-Type is not {@code application/json} */
    ObjectNode read(FullHttpRequest request) {
        CharSequence type = HttpUtil.getMimeType(request);
        if (type == null || !type.toString().trim().equalsIgnoreCase("application/json")) {
            throw ApiException.of(
                    415, "not_json", HttpHeaderNames.CONTENT_TYPE + " is " + type + ", but must be application/json");
        }
        return read(request.content().nioBuffer());
    }

    /**
     * Reads a body.
     *
     * @return the request with the defaults of absent fields
     * @throws ApiException if the body is not one JSON value in UTF-8, repeats a key, exceeds a limit, does not have the
     *     schema, or names an unknown model
     */
    ObjectNode read(ByteBuffer body) {
        ObjectNode request = check(parse(body));
        if (!models.isEmpty()) {
            requireModel(request.get("model").textValue(), models);
        }
        return request;
    }

    /** Refuses a name that no model has. */
    static void requireModel(String model, List<String> models) {
        if (!models.contains(model)) {
            throw ApiException.of(
                    404, "model_not_found", "there is no model " + model + ", only " + String.join(", ", models));
        }
    }

    private JsonNode parse(ByteBuffer body) {
        try {
            JsonNode value = MAPPER.readTree(
                    StandardCharsets.UTF_8.newDecoder().decode(body).toString());
            if (value.isMissingNode()) {
                throw ApiException.of(400, "invalid_json", "the body is empty, but must be a JSON object");
            }
            return value;
        } catch (CharacterCodingException e) {
            throw ApiException.of(400, "invalid_json", "the body is not UTF-8");
        } catch (JsonProcessingException e) {
            String reason = TerminalText.line(StrictJson.reason(e), 330);
            throw ApiException.of(400, "invalid_json", "the body cannot be read as JSON: " + reason);
        }
    }

    /** Checks all fields of a request, and adds the defaults of absent ones. */
    private ObjectNode check(JsonNode body) {
        if (!(body instanceof ObjectNode request)) {
            throw ApiException.of(400, "invalid_json", "the body must be a JSON object");
        }
        removeNulls(request);
        JsonNode properties = schema.get("properties");
        request.properties().forEach(field -> {
            String name = field.getKey();
            if (!properties.has(name)) {
                String message = name + " is not supported; the fields are " + names(properties);
                throw ApiException.of("unsupported_field", name, message);
            }
        });
        for (JsonNode name : schema.get("required")) {
            if (!request.has(name.textValue())) {
                throw ApiException.of("missing_field", name.textValue(), name.textValue() + " is missing");
            }
        }
        properties.properties().forEach(property -> {
            String name = property.getKey();
            if (request.has(name)) {
                check(name, name, property.getValue(), request.get(name));
            } else if (property.getValue().has("default")) {
                request.set(name, property.getValue().get("default"));
            }
        });
        return request;
    }

    /** Removes the fields that are null, since null means absent; those of inner objects too. */
    private static void removeNulls(JsonNode value) {
        if (value instanceof ObjectNode object) {
            object.removeIf(JsonNode::isNull);
        }
        value.forEach(RequestReader::removeNulls);
    }

    private static String names(JsonNode object) {
        return object.propertyStream().map(Map.Entry::getKey).collect(Collectors.joining(", "));
    }

    /** @param place the field, or an element of it */
    private static void check(String field, String place, JsonNode schema, JsonNode value) {
        List<JsonNode> alternatives =
                schema.has("oneOf") ? schema.get("oneOf").valueStream().toList() : List.of(schema);
        JsonNode fitting = alternatives.stream()
                .filter(alternative -> fits(alternative, value))
                .findFirst()
                .orElseThrow(() -> ApiException.of(
                        "invalid_value",
                        field,
                        place + " is " + TerminalText.line(value.toString(), 60) + ", but must be "
                                + alternatives.stream()
                                        .map(RequestReader::allowed)
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
        value.properties().forEach(inner -> {
            JsonNode property = fitting.get("properties").get(inner.getKey());
            check(inner.getKey(), inner.getKey(), property, inner.getValue());
        });
    }

    /** Whether a value has the type of a schema and is in its range; its elements and fields are not checked. */
    private static boolean fits(JsonNode schema, JsonNode value) {
        if (schema.has("enum")) {
            return schema.get("enum").valueStream().anyMatch(value::equals);
        }
        return switch (schema.path("type").asText()) {
            case "" -> true;
            case "boolean" -> value.isBoolean();
            case "integer" ->
                value.isIntegralNumber()
                        && value.canConvertToLong()
                        && range(schema).contains(value.doubleValue());
            case "number" -> value.isNumber() && range(schema).contains(value.doubleValue());
            case "string" -> value.isTextual();
            case "array" ->
                value.isArray()
                        && value.size() >= schema.get("minItems").intValue()
                        && value.size() <= schema.get("maxItems").intValue();
            default ->
                value.isObject()
                        && value.propertyStream()
                                .allMatch(field -> schema.get("properties").has(field.getKey()));
        };
    }

    private static String allowed(JsonNode schema) {
        if (schema.has("enum")) {
            return schema.get("enum").valueStream().map(JsonNode::toString).collect(Collectors.joining(" or "));
        }
        return switch (schema.get("type").textValue()) {
            case "boolean" -> "true or false";
            case "integer", "number" ->
                range(schema).describe(schema.get("type").textValue().equals("integer"));
            case "string" -> "a text";
            case "array" ->
                "a list of " + schema.get("minItems") + " to " + schema.get("maxItems")
                        + (schema.at("/items/type").asText().equals("string") ? " texts" : " objects");
            default -> "an object with the fields " + names(schema.get("properties"));
        };
    }

    private static Range range(JsonNode schema) {
        boolean aboveMin = schema.has("exclusiveMinimum");
        double min = schema.get(aboveMin ? "exclusiveMinimum" : "minimum").doubleValue();
        return new Range(min, schema.get("maximum").doubleValue(), aboveMin);
    }

    private static void checkText(String field, String place, JsonNode schema, String text) {
        int chars = text.codePointCount(0, text.length());
        int min = schema.get("minLength").intValue();
        int max = schema.get("maxLength").intValue();
        if (chars < min || chars > max) {
            String has = place + " has " + Count.of(chars, "character");
            String allowed = String.format(Locale.ROOT, ", but must have from %,d to %,d", min, max);
            throw ApiException.of("invalid_value", field, has + allowed);
        }
        if (text.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)) {
            throw ApiException.of("invalid_value", field, place + " has an unpaired surrogate, which is no character");
        }
    }
}
