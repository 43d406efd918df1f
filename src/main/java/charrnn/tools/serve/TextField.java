package charrnn.tools.serve;

import charrnn.config.Count;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Optional;

/**
 * A text.
 *
 * @param minChars least number of its Unicode characters
 * @param maxChars largest number of them
 */
record TextField(String name, int minChars, int maxChars, String description) implements Field<Optional<String>> {
    @Override
    public Optional<String> read(JsonNode value) {
        if (!value.isTextual()) {
            throw Field.refusal(name, value, "a text");
        }
        return Optional.of(checked(name, name, value.textValue(), minChars, maxChars));
    }

    /**
     * The text itself.
     *
     * @param place where it stands in the field, for people
     */
    static String checked(String name, String place, String text, int minChars, int maxChars) {
        int chars = text.codePointCount(0, text.length());
        if (chars < minChars || chars > maxChars) {
            throw ApiException.of(
                    "invalid_value",
                    name,
                    String.format(
                            Locale.ROOT,
                            "%s has %s, but must have from %,d to %,d",
                            place,
                            Count.of(chars, "character"),
                            minChars,
                            maxChars));
        }
        if (text.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)) {
            throw ApiException.of("invalid_value", name, place + " has half a surrogate pair, which is no character");
        }
        return text;
    }

    @Override
    public Optional<String> absent() {
        return Optional.empty();
    }

    @Override
    public ObjectNode schema() {
        return schema(minChars, maxChars);
    }

    static ObjectNode schema(int minChars, int maxChars) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("type", "string")
                .put("minLength", minChars)
                .put("maxLength", maxChars);
    }
}
