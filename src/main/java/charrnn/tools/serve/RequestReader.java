package charrnn.tools.serve;

import charrnn.config.TerminalText;
import charrnn.files.StrictJson;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpUtil;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Parses request bodies strictly and within limits, and checks them against a schema. */
final class RequestReader {
    private static final int MAX_DEPTH = 8;
    private static final int MAX_NAME_LENGTH = 100;
    private static final int MAX_NUMBER_LENGTH = 100;

    private final JsonMapper mapper;
    private final RequestSchema schema;
    private final List<String> models;

    /**
     * @param maxBytes size of the largest body
     * @param models names of the models that a request may use; none if the field is ignored
     */
    RequestReader(int maxBytes, RequestSchema schema, List<String> models) {
        this.schema = schema;
        this.models = models;
        mapper = StrictJson.builder(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_DEPTH)
                        .maxNameLength(MAX_NAME_LENGTH)
                        .maxNumberLength(MAX_NUMBER_LENGTH)
                        .maxStringLength(maxBytes)
                        .build())
                .build();
    }

    /** @throws ApiException as {@link #read(ByteBuffer)}, or if Content-Type is not {@code application/json} */
    ObjectNode read(FullHttpRequest request) {
        CharSequence type = HttpUtil.getMimeType(request);
        if (type == null || !type.toString().trim().equalsIgnoreCase("application/json")) {
            throw ApiException.of(
                    415, "not_json", HttpHeaderNames.CONTENT_TYPE + " is " + type + ", but must be application/json");
        }
        return read(request.content().nioBuffer());
    }

    /**
     * Reads a body.
     *
     * @return the request with the defaults of absent fields
     * @throws ApiException if the body is not one JSON value in UTF-8, repeats a key, exceeds a limit, does not have the
     *     schema, or names an unknown model
     */
    ObjectNode read(ByteBuffer body) {
        ObjectNode request = schema.check(parse(body));
        String model = request.path("model").asText();
        if (!models.isEmpty() && request.has("model") && !models.contains(model)) {
            throw ApiException.of(
                    404, "model_not_found", "there is no model " + model + ", only " + String.join(", ", models));
        }
        return request;
    }

    private JsonNode parse(ByteBuffer body) {
        try {
            JsonNode value = mapper.readTree(
                    StandardCharsets.UTF_8.newDecoder().decode(body).toString());
            if (value.isMissingNode()) {
                throw ApiException.of(400, "invalid_json", "the body is empty, but must be a JSON object");
            }
            return value;
        } catch (CharacterCodingException e) {
            throw ApiException.of(400, "invalid_json", "the body is not UTF-8");
        } catch (JsonProcessingException e) {
            throw ApiException.of(
                    400,
                    "invalid_json",
                    "the body cannot be read as JSON: " + TerminalText.line(StrictJson.reason(e), 330));
        }
    }
}
