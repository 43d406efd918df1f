package charrnn.serve;

import charrnn.config.OneLine;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

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

    /** Its value is not what {@code allowed} says. */
    static ApiException refusal(String name, JsonNode value, String allowed) {
        return ApiException.of(
                "invalid_value", name, name + " is " + OneLine.of(value.toString(), 60) + ", but must be " + allowed);
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
