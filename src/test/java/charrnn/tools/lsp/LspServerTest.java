package charrnn.tools.lsp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import charrnn.message.UserError;
import charrnn.model.CopyingNetwork;
import charrnn.tools.complete.Completer;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A session with a network that copies, and a project of a line. */
class LspServerTest {
    private static final String URI = LspClient.URI;
    private static final String LINE = "\tzebra_eat(herd, grass, 12);\n";
    private static final String TEXT = "{\n\tzebra_eat( }\n"; // before the rest of a line, a completion is one line

    /** Kept, since the manager of loggers does not. */
    private static final Logger LIBRARY = Logger.getLogger("org.eclipse.lsp4j");

    private LspServer server;
    private LspClient client;
    private CompletableFuture<Void> listening;

    @BeforeAll
    static void silenceTheLibrary() { // it logs wrong messages
        LIBRARY.setLevel(Level.SEVERE);
    }

    @BeforeEach
    void begin() throws IOException {
        Pipe in = Pipe.open();
        Pipe out = Pipe.open();
        server = new LspServer(Channels.newInputStream(in.source()), Channels.newOutputStream(out.sink()));
        client = new LspClient(Channels.newOutputStream(in.sink()), Channels.newInputStream(out.source()));
        listening = CompletableFuture.runAsync(server::listen);
        client.initialize(
                "\"workspaceFolders\": [{\"uri\": \"file:///work/a%20b\"}, {\"uri\": \"ssh://x/y\"}, {\"uri\": \":\"}]");
    }

    private static Completer completer() {
        return new Completer(CopyingNetwork.model(LINE.repeat(30)));
    }

    private static int code(JsonNode answer) {
        return answer.at("/error/code").asInt();
    }

    @Test
    void theSessionBeginsBeforeTheNetworkIsLoaded() throws IOException {
        JsonNode result = client.answer(0).get("result");
        assertThat(result.at("/capabilities/textDocumentSync").asInt()).isEqualTo(2); // incremental
        assertThat(result.at("/capabilities/positionEncoding").asText()).isEqualTo("utf-16");
        assertThat(result.at("/capabilities/inlineCompletionProvider").asBoolean())
                .isTrue();
        assertThat(result.at("/serverInfo/name").asText()).isEqualTo("charrnn");
        assertThat(server.folders.join()).containsExactly(Path.of("/work/a b"));
        client.open(URI, TEXT);
        client.complete(1, URI, 1, 11);
        server.use(completer());
        JsonNode items = client.answer(1).get("result");
        assertThat(items).hasSize(1);
        assertThat(items.at("/0/insertText").asText()).isEqualTo("herd, grass, 12);");
        assertThat(items.at("/0/range").toString())
                .isEqualTo("{\"start\":{\"line\":1,\"character\":11},\"end\":{\"line\":1,\"character\":11}}");
    }

    @Test
    void theTextIsThatAfterTheLastChange() throws IOException {
        server.use(completer());
        client.open(URI, "{\n }\n");
        client.call("textDocument/didChange", """
            "params": {"textDocument": {"uri": "%s", "version": 2}, "contentChanges": [
              {"range": {"start": {"line": 1, "character": 0}, "end": {"line": 1, "character": 0}}, "text": "\\tzebra"},
              {"range": {"start": {"line": 1, "character": 6}, "end": {"line": 1, "character": 6}}, "text": "_eat("}]}\
            """.formatted(URI));
        client.complete(1, URI, 1, 11);
        assertThat(client.completion(1)).isEqualTo("herd, grass, 12);");
    }

    @Test
    void aRequestIsCancelledByTheClientOrByTheNextOneInItsDocument() throws IOException {
        client.open(URI, TEXT);
        client.open("file:///b.c", TEXT);
        client.complete(1, URI, 1, 5);
        client.complete(2, "file:///b.c", 1, 11);
        client.complete(3, URI, 1, 11);
        assertThat(code(client.answer(1))).isEqualTo(-32800);
        client.call("$/cancelRequest", "\"params\": {\"id\": 2}");
        assertThat(code(client.answer(2))).isEqualTo(-32800);
        server.use(completer());
        assertThat(client.completion(3)).startsWith("herd");
        client.call("$/cancelRequest", "\"params\": {\"id\": 3}"); // too late
        stillAnswers();
    }

    private void stillAnswers() throws IOException {
        server.use(completer());
        client.open(URI, TEXT);
        client.complete(100, URI, 1, 11);
        assertThat(client.completion(100)).isEqualTo("herd, grass, 12);");
    }

    @Test
    void aDocumentThatIsNotOpenIsRefused() throws IOException {
        client.open(URI, TEXT);
        client.complete(1, "file:///b.c", 0, 0);
        JsonNode answer = client.answer(1);
        assertThat(code(answer)).isEqualTo(-32602);
        assertThat(answer.at("/error/message").asText()).startsWith("file:///b.c is not open");
        client.call(
                "textDocument/didChange",
                "\"params\": {\"textDocument\": {\"uri\": \"file:///b.c\"},"
                        + " \"contentChanges\": [{\"text\": \"a\"}]}");
        client.call("textDocument/didClose", "\"params\": {\"textDocument\": {\"uri\": \"" + URI + "\"}}");
        client.complete(2, URI, 1, 11);
        assertThat(code(client.answer(2))).isEqualTo(-32602);
        stillAnswers();
    }

    /** Also a message that is longer than what a parser reads at once. */
    @ParameterizedTest
    @ValueSource(strings = {"{\"jsonrpc\": ", "[]", "null", "", "{", "{}", "nonsense"})
    void aMessageThatIsNoJsonRpcIsSkipped(String message) throws IOException {
        client.send(message);
        client.send(message + "x".repeat(100_000));
        stillAnswers();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"position\": {\"line\": \"x\"}",
                "\"position\": {\"line\": 1e30, \"character\": 0}",
                "\"position\": 5",
                "\"a\": 0",
                "\"textDocument\": null",
                "\"textDocument\": {\"uri\": null, \"text\": null}, \"contentChanges\": [{\"text\": \"a\"}]",
                "\"textDocument\": {\"uri\": \"file:///zebra.c\"}, \"contentChanges\": null",
                "\"textDocument\": {\"uri\": \"file:///zebra.c\"}, \"contentChanges\": [null, {\"text\": null}]"
            })
    void wrongParametersAreRefused(String params) throws IOException {
        client.open(URI, TEXT);
        client.call("textDocument/inlineCompletion", "\"id\": 1, \"params\": {" + params + "}");
        assertThat(code(client.answer(1))).isEqualTo(-32602);
        client.call("textDocument/didOpen", "\"params\": {" + params + "}");
        client.call("textDocument/didClose", "\"params\": {" + params + "}");
        client.call("textDocument/didChange", "\"params\": {" + params + "}");
        client.call("textDocument/hover", "\"id\": 2, \"params\": {" + params + "}");
        assertThat(code(client.answer(2))).isEqualTo(-32601); // there is no such method
        stillAnswers();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 67108865",
                "Content-Length: 2147483647",
                "Content-Length: 99999999999999999999",
                "Content-Length: -1",
                "Content-Length: abc",
                "Content-Length: ",
                "GET / HTTP/1.1\r\nHost: localhost"
            })
    void aWrongContentLengthOrAnotherProtocolEndsTheSession(String header) {
        client.sendRaw(header + "\r\n\r\n{}");
        assertThatThrownBy(listening::join)
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOf(UserError.class)
                .hasMessageContaining(
                        "a message of the Language Server Protocol has a Content-Length, of at most 67,108,864 bytes");
    }

    @Test
    void headersHaveALimit() throws IOException {
        client.sendRaw("X: " + "x".repeat(8000) + "\r\n");
        client.send("{\"jsonrpc\": \"2.0\", \"id\": 7, \"method\": \"a\"}");
        assertThat(code(client.answer(7))).isEqualTo(-32601);
        client.sendRaw("X: " + "x".repeat(LspServer.MAX_HEADER_BYTES));
        assertThatThrownBy(listening::join)
                .cause()
                .isInstanceOf(UserError.class)
                .hasMessageContaining("more than 8,192 bytes");
    }

    @Test
    void theExitCodeTellsWhetherTheSessionWasEnded() throws IOException {
        client.open(URI, TEXT);
        client.call("shutdown", "\"id\": 1");
        assertThat(client.answer(1).get("result").isNull()).isTrue();
        client.complete(2, URI, 1, 11);
        assertThat(code(client.answer(2))).isEqualTo(-32600);
        client.call("shutdown", "\"id\": 3");
        assertThat(code(client.answer(3))).isEqualTo(-32600);
        client.call("exit", "");
        assertThat(server.exitCode.join()).isZero();
    }

    @Test
    void theEndOfTheInputIsAFailure() throws IOException {
        client.out().close();
        listening.join();
        assertThat(server.exitCode.join()).isEqualTo(1);
    }
}
