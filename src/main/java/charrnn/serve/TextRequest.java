package charrnn.serve;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * A request whose one field is a text that the server is to look at.
 *
 * @param text the field
 */
record TextRequest(TextField text) {
    TextRequest(int minChars, int maxChars, String description) {
        this(new TextField("text", minChars, maxChars, description));
    }

    /** @throws ApiException if the body is not as it must be */
    String read(JsonNode body) {
        Field.refuseOthers(body, List.of(text));
        return Field.required(text, body);
    }

    /** JSON Schema of a request. */
    ObjectNode schema() {
        return Field.schema(List.of(text), text.name());
    }
}
