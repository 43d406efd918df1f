package charrnn.serve;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;

/** The API's description, in OpenAPI 3.1. */
final class OpenApi {
    private OpenApi() {}

    /** @param request JSON Schema of a request for completions */
    static ObjectNode document(ObjectNode request) {
        try (InputStream in = OpenApi.class.getResourceAsStream("openapi.json")) {
            ObjectNode document = (ObjectNode) new ObjectMapper().readTree(in);
            document.withObjectProperty("components")
                    .withObjectProperty("schemas")
                    .set("CompletionRequest", request);
            return document;
        } catch (IOException e) {
            throw new IllegalStateException("the API's description cannot be read", e);
        }
    }
}
