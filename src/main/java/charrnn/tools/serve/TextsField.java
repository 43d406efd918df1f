package charrnn.tools.serve;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * A text, or a list of texts.
 *
 * @param most how many
 * @param minChars least number of Unicode characters of each
 * @param maxChars largest number of them
 */
record TextsField(String name, int most, int minChars, int maxChars, String description)
        implements Field<List<String>> {
    @Override
    public List<String> read(JsonNode value) {
        if (value.isTextual()) {
            return List.of(text(name, value));
        }
        if (!value.isArray() || value.isEmpty() || value.size() > most) {
            throw Field.refusal(name, value, "a text or a list of 1 to " + most + " texts");
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode element : value) {
            texts.add(text(name + "[" + texts.size() + "]", element));
        }
        return List.copyOf(texts);
    }

    private String text(String place, JsonNode value) {
        if (!value.isTextual()) {
            throw ApiException.of("invalid_value", name, place + " is not a text");
        }
        return TextField.checked(name, place, value.textValue(), minChars, maxChars);
    }

    @Override
    public List<String> absent() {
        return List.of();
    }

    @Override
    public ObjectNode schema() {
        ObjectNode schema = JsonNodeFactory.instance.objectNode();
        var either = schema.putArray("oneOf");
        either.add(TextField.schema(minChars, maxChars));
        either.addObject()
                .put("type", "array")
                .put("minItems", 1)
                .put("maxItems", most)
                .set("items", TextField.schema(minChars, maxChars));
        return schema;
    }
}
