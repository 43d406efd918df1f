package charrnn.tools.lsp;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.files.StrictJson;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;

/**
 * The editor's side of a session, as bytes. Whatever the server writes must be messages of the protocol.
 *
 * @param out to the server
 * @param in from the server
 */
record LspClient(OutputStream out, InputStream in) {
    static final String URI = "file:///zebra.c";

    void send(String json) {
        byte[] message = json.getBytes(StandardCharsets.UTF_8);
        sendRaw("Content-Length: " + message.length + "\r\n\r\n" + json);
    }

    void sendRaw(String text) {
        try {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param fields of the message, in JSON */
    void call(String method, String fields) {
        send("{\"jsonrpc\": \"2.0\", \"method\": \"" + method + "\"" + (fields.isEmpty() ? "" : ", " + fields) + "}");
    }

    void initialize(String params) {
        call("initialize", "\"id\": 0, \"params\": {" + params + "}");
    }

    void open(String uri, String text) {
        String quoted = StrictJson.MAPPER.valueToTree(text).toString();
        call(
                "textDocument/didOpen",
                "\"params\": {\"textDocument\": {\"uri\": \"%s\", \"text\": %s}}".formatted(uri, quoted));
    }

    void complete(int id, String uri, int line, int character) {
        call("textDocument/inlineCompletion", """
            "id": %d, "params": {"textDocument": {"uri": "%s"}, "position": {"line": %d, "character": %d},
            "context": {"triggerKind": 2}}""".formatted(id, uri, line, character));
    }

    /** The next message for which a condition holds. */
    JsonNode receive(Predicate<JsonNode> condition) throws IOException {
        while (true) {
            StringBuilder header = new StringBuilder();
            while (header.indexOf("\r\n\r\n") < 0) {
                int next = in.read();
                assertThat(next).as("the output ends after: " + header).isNotNegative();
                header.append((char) next);
            }
            assertThat(header.toString()).matches("Content-Length: \\d+\r\n\r\n");
            int length = Integer.parseInt(header.toString().replaceAll("\\D", ""));
            JsonNode message = StrictJson.MAPPER.readTree(in.readNBytes(length));
            if (condition.test(message)) {
                return message;
            }
        }
    }

    /** The text of the next message that the editor shows. */
    String shown() throws IOException {
        return receive(message -> message.path("method").asText().equals("window/showMessage"))
                .at("/params/message")
                .asText();
    }

    /** The answer to a request. */
    JsonNode answer(int id) throws IOException {
        return receive(message -> message.path("id").asInt(-1) == id);
    }

    /** The text of the only completion of an answer; empty if there is none. */
    String completion(int id) throws IOException {
        return answer(id).at("/result/0/insertText").asText();
    }
}
