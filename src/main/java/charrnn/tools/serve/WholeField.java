package charrnn.tools.serve;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * A whole number.
 *
 * @param min least value
 * @param max largest value
 * @param fallback where the field is absent
 */
record WholeField(String name, long min, long max, Optional<Long> fallback, String description)
        implements Field<Optional<Long>> {
    @Override
    public Optional<Long> read(JsonNode value) {
        if (!value.isIntegralNumber() || !value.canConvertToLong() || outside(value.longValue())) {
            throw Field.refusal(name, value, "a whole number from " + min + " to " + max);
        }
        return Optional.of(value.longValue());
    }

    private boolean outside(long value) {
        return value < min || value > max;
    }

    @Override
    public Optional<Long> absent() {
        return fallback;
    }

    @Override
    public ObjectNode schema() {
        ObjectNode schema = JsonNodeFactory.instance
                .objectNode()
                .put("type", "integer")
                .put("minimum", min)
                .put("maximum", max);
        fallback.ifPresent(value -> schema.put("default", value));
        return schema;
    }
}
