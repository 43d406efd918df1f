package charrnn.tools.serve;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.corpus.Vocabulary;
import charrnn.tools.serve.decode.DecodingLoop;
import charrnn.tools.serve.decode.ExpectedLog;
import charrnn.tools.serve.decode.HashModel;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that disconnect, read slowly or are too many, and networks that are not loaded, fail or stop. */
class ConnectionsTest {
    private static final String ENDLESS = "{\"prompt\": \"a\", \"max_tokens\": 2000000, \"stream\": true}";

    private final HashModel model = new HashModel();
    private final List<Socket> sockets = new ArrayList<>();
    private Served served;

    @BeforeEach
    void serve() {
        served = Served.with(model);
    }

    @AfterEach
    void close() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        model.release();
        served.close();
    }

    private Socket send(String body) throws IOException {
        Socket socket = served.send(Served.rawCompletion(body));
        sockets.add(socket);
        return socket;
    }

    static BufferedReader reader(Socket socket) throws IOException {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    private static void awaitText(BufferedReader in) {
        assertThat(in.lines().filter(line -> line.startsWith("data: ")).findFirst())
                .isPresent();
    }

    @Test
    void disconnectingWhileQueuedFreesThePlace() throws Exception {
        model.hold();
        send(ENDLESS);
        send(ENDLESS);
        served.awaitHealth("running", 2);
        send("{\"prompt\": \"a\"}");
        Socket last = send("{\"prompt\": \"a\"}");
        served.awaitHealth("waiting", 2);
        served.refusal(429, served.post("{\"prompt\": \"a\"}"));
        last.close();
        served.awaitHealth("waiting", 1);
    }

    /** A check begins with the network's vocabulary, which here waits. More clients are checked than there are event loops. */
    @Test
    void checkedPromptsDelayNoOtherAnswer() throws Exception {
        CompletableFuture<Void> checked = new CompletableFuture<>();
        served.adopt(new HashModel(Served.C, 5) {
            @Override
            public Vocabulary vocabulary() {
                checked.join();
                return super.vocabulary();
            }
        });
        String constrained = "{\"prompt\": \"int f(\", \"constrain\": \"c\", \"seed\": 3}";
        Socket first = send(constrained);
        Socket refused = send(constrained.replace("f(", "f))"));
        while (sockets.size() < 32) {
            send(constrained);
        }
        served.awaitHealth("prompts", 32);
        assertThat(served.code(503, served.post(constrained))).isEqualTo("busy");
        for (Socket hasty : sockets.subList(2, 32)) {
            hasty.close();
        }
        checked.complete(null);
        assertThat(reader(first).readLine()).startsWith("HTTP/1.1 200");
        assertThat(reader(refused).readLine()).startsWith("HTTP/1.1 400");
        served.awaitHealth("prompts", 0);
        served.awaitHealth("waiting", 0);
        served.awaitHealth("running", 0);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void disconnectingDuringTheTextFreesTheStream(boolean half) throws Exception {
        Socket client = send(ENDLESS);
        client.getInputStream().read();
        served.awaitHealth("running", 1);
        if (half) {
            client.shutdownOutput();
        } else {
            client.close();
        }
        served.awaitHealth("running", 0);
    }

    @Test
    void slowClientsReceiveTheWholeText() throws Exception {
        String much = "{\"prompt\": \"a\", \"max_tokens\": 20000, \"logprobs\": 20, \"stream\": true, \"seed\": 4}";
        Socket first = send(much);
        send(much);
        assertThat(served.complete("{\"prompt\": \"a\", \"max_tokens\": 100}").get("choices"))
                .hasSize(1);
        served.awaitHealth("running", 0);
        assertThat(Served.text(reader(first)))
                .isEqualTo(served.text("{\"prompt\": \"a\", \"max_tokens\": 20000, \"seed\": 4}"));
    }

    @Test
    void requestsBeforeThePreviousAnswerCloseTheConnection() throws Exception {
        model.hold();
        String request = Served.rawCompletion("{\"prompt\": \"a\"}");
        assertThat(served.exchange(request + request)).isEmpty();
        assertThat(served.exchange(request + "GET /health HTTP/1.1\r\nHost: rebound.example\r\n\r\n"))
                .isEmpty();
    }

    @Test
    void healthReportsTheState() throws Exception {
        try (Served loading = new Served()) {
            assertThat(loading.get("/health").statusCode()).isEqualTo(503);
            assertThat(loading.get("/health").body()).startsWith("{\"status\":\"loading\",");
            assertThat(loading.code(503, loading.post("{\"prompt\": \"a\"}"))).isEqualTo("loading");
        }
        assertThat(served.get("/health").statusCode()).isEqualTo(200);
        Socket client = send("{\"prompt\": \"a\", \"max_tokens\": 1000000, \"stream\": true}");
        BufferedReader in = reader(client);
        awaitText(in);
        try (ExpectedLog log = new ExpectedLog(DecodingLoop.class, "the decoding thread failed")) {
            model.fail(new OutOfMemoryError("for a test"));
            String last = in.lines()
                    .filter(line -> line.startsWith("data: ") && line.contains("error"))
                    .findFirst()
                    .orElseThrow();
            assertThat(last).contains("the network failed").doesNotContain("choices");
            while (served.get("/health").statusCode() == 200) {
                Thread.onSpinWait();
            }
        }
        assertThat(served.get("/health").body()).startsWith("{\"status\":\"dead\",");
        assertThat(served.code(503, served.post("{\"prompt\": \"a\"}"))).isEqualTo("dead");
    }

    @Test
    void failuresBeforeTheFirstCharacterHaveAnErrorStatus() throws Exception {
        try (ExpectedLog log = new ExpectedLog(DecodingLoop.class, "the decoding thread failed")) {
            model.fail(new IllegalStateException("for a test"));
            served.refusal(500, served.post(ENDLESS));
        }
    }

    @Test
    void textsThatExceedTheTimeLimitFail() throws Exception {
        ServerOptions options = Served.options();
        options.maxSeconds = 1;
        try (Served limited = new Served(options)) {
            limited.adopt(new HashModel());
            assertThat(limited.code(504, limited.post("{\"prompt\": \"a\", \"max_tokens\": 2000000}")))
                    .isEqualTo("time_limit");
        }
    }

    @Test
    void stoppingEndsStreamsWithAnErrorAndCompleteChunks() throws Exception {
        Socket client = send(ENDLESS);
        BufferedReader in = reader(client);
        awaitText(in);
        Thread stop = new Thread(served::close);
        stop.start();
        List<String> rest = in.lines().toList();
        stop.join();
        assertThat(rest.stream().filter(line -> line.startsWith("data: ")).reduce((a, b) -> b))
                .hasValueSatisfying(line -> assertThat(line).contains("\"error\"", "the server stops"));
        assertThat(rest).endsWith("0", "");
    }
}
