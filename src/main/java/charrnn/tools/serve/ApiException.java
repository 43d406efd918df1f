package charrnn.tools.serve;

import charrnn.files.StrictJson;
import charrnn.message.TerminalText;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** An error answer, in the format of OpenAI's API. */
final class ApiException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;
    private final transient Optional<String> field;

    private ApiException(int status, String code, Optional<String> field, String message) {
        super(TerminalText.line(message), null, false, false);
        this.status = status;
        this.code = code;
        this.field = field;
    }

    /** @param code identifier for programs */
    static ApiException of(int status, String code, String message) {
        return new ApiException(status, code, Optional.empty(), message);
    }

    /** An error 400 about a field of the request. */
    static ApiException of(String code, String field, String message) {
        return new ApiException(400, code, Optional.of(field), message);
    }

    int status() {
        return status;
    }

    /** {@code {"error": {…}}}. */
    ObjectNode json() {
        ObjectNode json = StrictJson.object();
        json.putObject("error")
                .put("message", getMessage())
                .put("type", status < 500 ? "invalid_request_error" : "server_error")
                .put("param", field.orElse(null))
                .put("code", code);
        return json;
    }
}
