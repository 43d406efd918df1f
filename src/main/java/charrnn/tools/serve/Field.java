package charrnn.tools.serve;

import charrnn.config.TerminalText;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * A field of a request: how it is read and, by the same numbers, how the API's description has it.
 *
 * @param <T> what it is read as
 */
interface Field<T> {
    String name();

    String description();

    /** @throws ApiException if the value is not as it must be */
    T read(JsonNode value);

    /** Where the request does not have the field. */
    T absent();

    /** JSON Schema of its values, without the description. */
    ObjectNode schema();

    default T of(JsonNode request) {
        JsonNode value = request.get(name());
        return value == null ? absent() : read(value);
    }

    /** The value of a field that a request must have. */
    static <T> T required(Field<Optional<T>> field, JsonNode request) {
        return field.of(request)
                .orElseThrow(() -> ApiException.of("missing_field", field.name(), field.name() + " is missing"));
    }

    /** @throws ApiException if a request is no object, or has a field that is none of these */
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
     * @param required name of the field that it must have
     */
    static ObjectNode schema(List<? extends Field<?>> fields, String required) {
        ObjectNode schema = JsonNodeFactory.instance.objectNode();
        schema.put("type", "object").put("additionalProperties", false);
        schema.putArray("required").add(required);
        ObjectNode properties = schema.putObject("properties");
        for (Field<?> field : fields) {
            properties.set(field.name(), field.schema().put("description", field.description()));
        }
        return schema;
    }

    /** Its value is not what {@code allowed} says. */
    static ApiException refusal(String name, JsonNode value, String allowed) {
        return ApiException.of(
                "invalid_value",
                name,
                name + " is " + TerminalText.line(value.toString(), 60) + ", but must be " + allowed);
    }

    /** True or false. */
    record Flag(String name, String description) implements Field<Boolean> {
        @Override
        public Boolean read(JsonNode value) {
            if (!value.isBoolean()) {
                throw refusal(name, value, "true or false");
            }
            return value.booleanValue();
        }

        @Override
        public Boolean absent() {
            return false;
        }

        @Override
        public ObjectNode schema() {
            return JsonNodeFactory.instance.objectNode().put("type", "boolean").put("default", false);
        }
    }
}
