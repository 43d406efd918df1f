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
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Parses request bodies strictly and within limits, and checks them against a JSON Schema. It supports what the schemas of
 * requests in {@code openapi.json} use; a nested object has optional fields only.
 *
 * @param schema the schema of an object without additional properties
 */
record RequestReader(JsonNode schema) {
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
     * @throws ApiException if the body is not one JSON value in UTF-8, repeats a key, exceeds a limit, or does not have the
     *     schema
     */
    ObjectNode read(ByteBuffer body) {
        if (!(parse(body) instanceof ObjectNode request)) {
            throw ApiException.of(400, "invalid_json", "the body must be a JSON object");
        }
        removeNulls(request);
        JsonNode properties = schema.get("properties");
        request.fieldNames().forEachRemaining(name -> {
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
        checkFields(properties, request);
        return request;
    }

    private static JsonNode parse(ByteBuffer body) {
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

    /** Checks the fields of an object, and adds the defaults of absent ones. */
    private static void checkFields(JsonNode properties, ObjectNode object) {
        properties.properties().forEach(property -> {
            String name = property.getKey();
            JsonNode schema = property.getValue();
            if (object.has(name)) {
                check(name, name, schema, object.get(name));
            } else if (schema.has("default")) {
                object.set(name, schema.get("default"));
            }
        });
    }

    /** @param place the field, or an element of it */
    private static void check(String field, String place, JsonNode schema, JsonNode value) {
        List<JsonNode> alternatives =
                schema.has("oneOf") ? schema.get("oneOf").valueStream().toList() : List.of(schema);
        JsonNode fitting = alternatives.stream()
                .filter(alternative -> Rule.of(alternative).fits.test(value))
                .findFirst()
                .orElseThrow(() -> {
                    String allowed = alternatives.stream()
                            .map(alternative -> Rule.of(alternative).allowed)
                            .collect(Collectors.joining(" or "));
                    String message = place + " is " + TerminalText.line(value.toString(), 60) + ", but must be ";
                    return ApiException.of("invalid_value", field, message + allowed);
                });
        if (fitting.has("maxLength")) {
            checkText(field, place, fitting, value.textValue());
        } else if (fitting.has("items")) {
            for (int i = 0; i < value.size(); i++) {
                check(field, place + "[" + i + "]", fitting.get("items"), value.get(i));
            }
        } else if (fitting.has("properties")) {
            checkFields(fitting.get("properties"), (ObjectNode) value);
        }
    }

    /**
     * The values that a schema allows; their elements and fields are not checked.
     *
     * @param allowed describes them, to follow "must be"
     */
    private record Rule(Predicate<JsonNode> fits, String allowed) {
        static Rule of(JsonNode schema) {
            if (schema.has("enum")) {
                List<JsonNode> values = schema.get("enum").valueStream().toList();
                return new Rule(
                        values::contains,
                        values.stream().map(JsonNode::toString).collect(Collectors.joining(" or ")));
            }
            return switch (schema.path("type").asText()) {
                case "boolean" -> new Rule(JsonNode::isBoolean, "true or false");
                case "integer" -> number(schema, value -> value.isIntegralNumber() && value.canConvertToLong(), true);
                case "number" -> number(schema, JsonNode::isNumber, false);
                case "string" -> new Rule(JsonNode::isTextual, "a text");
                case "array" -> list(schema);
                case "object" -> object(schema.get("properties"));
                default -> new Rule(value -> true, "any value");
            };
        }

        private static Rule number(JsonNode schema, Predicate<JsonNode> hasType, boolean whole) {
            boolean aboveMin = schema.has("exclusiveMinimum");
            double min = schema.get(aboveMin ? "exclusiveMinimum" : "minimum").doubleValue();
            Range range = new Range(min, schema.get("maximum").doubleValue(), aboveMin);
            return new Rule(hasType.and(value -> range.contains(value.doubleValue())), range.describe(whole));
        }

        private static Rule list(JsonNode schema) {
            int min = schema.get("minItems").intValue();
            int max = schema.get("maxItems").intValue();
            String elements = schema.at("/items/type").asText().equals("string") ? " texts" : " objects";
            return new Rule(
                    value -> value.isArray() && value.size() >= min && value.size() <= max,
                    "a list of " + min + " to " + max + elements);
        }

        private static Rule object(JsonNode fields) {
            return new Rule(
                    value -> value.isObject() && value.propertyStream().allMatch(field -> fields.has(field.getKey())),
                    "an object with the fields " + names(fields));
        }
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
