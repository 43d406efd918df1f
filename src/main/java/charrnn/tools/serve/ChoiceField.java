package charrnn.tools.serve;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One of some words.
 *
 * @param words what it may be
 */
record ChoiceField(String name, List<String> words, String description) implements Field<Optional<String>> {
    @Override
    public Optional<String> read(JsonNode value) {
        if (!value.isTextual() || !words.contains(value.textValue())) {
            throw Field.refusal(
                    name, value, words.stream().map(word -> "\"" + word + "\"").collect(Collectors.joining(" or ")));
        }
        return Optional.of(value.textValue());
    }

    @Override
    public Optional<String> absent() {
        return Optional.empty();
    }

    @Override
    public ObjectNode schema() {
        ObjectNode schema = JsonNodeFactory.instance.objectNode().put("type", "string");
        words.forEach(schema.putArray("enum")::add);
        return schema;
    }
}
