package charrnn.tools.serve;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * The field {@code model} of a request: the name of a model.
 *
 * @param names of the models that are served; a request without the field means the first
 */
record ModelField(List<String> names) implements Field<String> {
    @Override
    public String name() {
        return "model";
    }

    @Override
    public String description() {
        return "Name of a model that GET /v1/models lists.";
    }

    @Override
    public String read(JsonNode value) {
        if (!value.isTextual()) {
            throw Field.refusal(name(), value, "a text");
        }
        if (!names.contains(value.textValue())) {
            throw ApiException.of(
                    404,
                    "model_not_found",
                    "there is no model " + value.textValue() + ", only " + String.join(", ", names));
        }
        return value.textValue();
    }

    @Override
    public String absent() {
        return names.get(0);
    }

    @Override
    public ObjectNode schema() {
        return JsonNodeFactory.instance.objectNode().put("type", "string").put("default", absent());
    }
}
