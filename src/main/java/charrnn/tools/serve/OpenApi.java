package charrnn.tools.serve;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/** The API's description, in OpenAPI 3.1. */
final class OpenApi {
    private OpenApi() {}

    /** @param requests JSON Schemas of requests, by their names in the description */
    static ObjectNode document(Map<String, ObjectNode> requests) {
        try (InputStream in = OpenApi.class.getResourceAsStream("openapi.json")) {
            ObjectNode document = (ObjectNode) new ObjectMapper().readTree(in);
            document.withObjectProperty("components")
                    .withObjectProperty("schemas")
                    .setAll(requests);
            return document;
        } catch (IOException e) {
            throw new IllegalStateException("the API's description cannot be read", e);
        }
    }
}
