package charrnn.tools.serve;

import charrnn.config.TerminalText;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpUtil;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** JSON of requests, read strictly and within bounds, and of answers. */
final class Json {
    private static final int DEPTH = 8;
    private static final int NAME_LENGTH = 100;
    private static final int NUMBER_LENGTH = 100;

    private final JsonMapper mapper;

    /** @param bytes of the largest body */
    Json(int bytes) {
        mapper = JsonMapper.builder(JsonFactory.builder()
                        .streamReadConstraints(StreamReadConstraints.builder()
                                .maxNestingDepth(DEPTH)
                                .maxNameLength(NAME_LENGTH)
                                .maxNumberLength(NUMBER_LENGTH)
                                .maxStringLength(bytes)
                                .build())
                        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                        .build())
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();
    }

    /** @throws ApiException if the body is not what {@link #read(ByteBuffer)} takes, or not said to be JSON */
    JsonNode read(FullHttpRequest request) {
        CharSequence type = HttpUtil.getMimeType(request);
        if (type == null || !type.toString().trim().equalsIgnoreCase("application/json")) {
            throw ApiException.of(
                    415, "not_json", HttpHeaderNames.CONTENT_TYPE + " is " + type + ", but must be application/json");
        }
        return read(request.content().nioBuffer());
    }

    /** @throws ApiException if it is not one JSON value in UTF-8, names a key twice or goes beyond the bounds */
    JsonNode read(ByteBuffer body) {
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
            JsonLocation place = e.getLocation();
            throw ApiException.of(
                    400,
                    "invalid_json",
                    "the body is not the JSON that it must be: " + TerminalText.line(e.getOriginalMessage(), 300)
                            + (place == null
                                    ? ""
                                    : " (line " + place.getLineNr() + ", column " + place.getColumnNr() + ")"));
        }
    }

    static byte[] bytes(JsonNode value) {
        return value.toString().getBytes(StandardCharsets.UTF_8);
    }
}
