package charrnn.tools.serve;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * Checks JSON against the part of JSON Schema that the API's description uses.
 *
 * @param document the document that references refer to
 */
record Schema(JsonNode document) {
    /** Lists the violations, each with its position in the value. */
    List<String> faults(JsonNode schema, JsonNode value, String place) {
        if (schema.has("$ref")) {
            return faults(document.at(schema.get("$ref").asText().substring(1)), value, place);
        }
        List<String> faults = new ArrayList<>();
        if (schema.has("oneOf")) {
            long fitting = schema.get("oneOf")
                    .valueStream()
                    .filter(one -> faults(one, value, place).isEmpty())
                    .count();
            check(fitting == 1, place + " fits " + fitting + " of oneOf", faults);
        }
        check(!schema.has("type") || hasType(schema.get("type"), value), place + " is " + value.getNodeType(), faults);
        check(
                !schema.has("enum") || schema.get("enum").valueStream().anyMatch(value::equals),
                place + " is " + value,
                faults);
        schema.path("required")
                .forEach(name -> check(value.has(name.asText()), place + " lacks " + name.asText(), faults));
        value.fields().forEachRemaining(field -> {
            String inner = place + "/" + field.getKey();
            JsonNode own = schema.path("properties").path(field.getKey());
            JsonNode other = schema.path("additionalProperties");
            check(!own.isMissingNode() || !other.isBoolean(), inner + " is unknown", faults);
            faults.addAll(faults(own.isMissingNode() ? other : own, field.getValue(), inner));
        });
        for (int i = 0; value.isArray() && i < value.size(); i++) {
            faults.addAll(faults(schema.path("items"), value.get(i), place + "/" + i));
        }
        return faults;
    }

    private static void check(boolean right, String fault, List<String> faults) {
        if (!right) {
            faults.add(fault);
        }
    }

    private static boolean hasType(JsonNode type, JsonNode value) {
        if (type.isArray()) {
            return type.valueStream().anyMatch(one -> hasType(one, value));
        }
        return switch (type.asText()) {
            case "string" -> value.isTextual();
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            case "boolean" -> value.isBoolean();
            case "array" -> value.isArray();
            case "object" -> value.isObject();
            case "null" -> value.isNull();
            default -> throw new IllegalArgumentException(type.asText());
        };
    }
}
