package charrnn.tools.serve;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.model.LanguageModel;
import charrnn.sample.Constraint;
import charrnn.sample.FinishedText;
import charrnn.sample.SamplingOptions;
import charrnn.tools.complete.Completer;
import charrnn.tools.serve.decode.HashModel;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A server with fake models, and the requests of its clients. */
final class Served implements AutoCloseable {
    static final ObjectMapper JSON = new ObjectMapper();
    static final String MODEL = "fake";

    /** The characters that a vocabulary needs for the constraint c. */
    static final String C = "\n\t \"#'()*/0123456789:;=?[]{}abcdefghijklmnopqrstuvwxyz";

    private final HttpClient http = HttpClient.newHttpClient();
    private final Server server;

    /** Two texts may be generated at a time, and two may wait. */
    static ServerOptions options() {
        ServerOptions options = new ServerOptions();
        options.allowedHosts = List.of("code.example.org");
        options.maxStreams = 2;
        options.maxQueue = 2;
        options.maxPrompt = 200;
        options.maxBudget = 2_000_000;
        options.stopSeconds = 0;
        return options;
    }

    Served() {
        this(options());
    }

    Served(ServerOptions options) {
        this(options, Map.of(MODEL, "c"));
    }

    private Served(ServerOptions options, Map<String, String> languages) {
        server = new Server(options, languages);
    }

    /** A server for models, each given by its name and its language. */
    static Served of(String... namesAndLanguages) {
        Map<String, String> languages = new LinkedHashMap<>();
        for (int i = 0; i < namesAndLanguages.length; i += 2) {
            languages.put(namesAndLanguages[i], namesAndLanguages[i + 1]);
        }
        return new Served(options(), languages);
    }

    /** A server that requires a key. */
    static Served locked(String key) {
        ServerOptions options = options();
        options.apiKey = key;
        Served served = new Served(options);
        served.adopt(new HashModel());
        return served;
    }

    static Served with(HashModel model) {
        Served served = new Served();
        served.adopt(model);
        return served;
    }

    void adopt(HashModel model) {
        adopt(MODEL, model);
    }

    /** Adopts a model that generates texts, and another one that returns activations. */
    void adopt(String name, LanguageModel model) {
        server.adopt(name, network(model, new HashModel()));
    }

    static Server.Network network(LanguageModel decoding, LanguageModel analysis) {
        HashModel model = new HashModel();
        return new Server.Network(decoding, analysis, Optional.of(new Completer(model)));
    }

    Server server() {
        return server;
    }

    URI uri(String path) {
        return server.address().resolve(path);
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(uri(path)).build(), BodyHandlers.ofString());
    }

    HttpResponse<String> post(String body) throws IOException, InterruptedException {
        return postTo("/v1/completions", body);
    }

    HttpResponse<String> post(byte[] body, String... headers) throws IOException, InterruptedException {
        return postTo("/v1/completions", body, headers);
    }

    HttpResponse<String> postTo(String path, String body) throws IOException, InterruptedException {
        return postTo(path, body.getBytes(StandardCharsets.UTF_8));
    }

    private HttpResponse<String> postTo(String path, byte[] body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }

    /** The JSON document at a path, whatever its status. */
    JsonNode json(String path) throws IOException, InterruptedException {
        return JSON.readTree(get(path).body());
    }

    JsonNode complete(String body) throws IOException, InterruptedException {
        return answer("/v1/completions", body);
    }

    /** The answer to a request, which must succeed. */
    JsonNode answer(String path, String body) throws IOException, InterruptedException {
        HttpResponse<String> answer = postTo(path, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    /** Requests a completion with one text, and returns it. */
    String text(String body) throws IOException, InterruptedException {
        return complete(body).at("/choices/0/text").asText();
    }

    /** Returns the code of an error, which must have the given status. */
    String code(int status, HttpResponse<String> answer) throws IOException {
        return refusal(status, answer).get("code").asText();
    }

    /** Returns the message of an error, which must have the given status. */
    String message(int status, HttpResponse<String> answer) throws IOException {
        return refusal(status, answer).get("message").asText();
    }

    /** Returns the error of an answer, which must have the given status. */
    JsonNode refusal(int status, HttpResponse<String> answer) throws IOException {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        JsonNode error = JSON.readTree(answer.body()).get("error");
        assertThat(error.get("message").asText()).isNotBlank();
        return error;
    }

    /** Opens a connection and sends bytes on it. */
    Socket send(String request) throws IOException {
        Socket socket = new Socket(server.address().getHost(), server.address().getPort());
        socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
        return socket;
    }

    /** Sends bytes on a connection and returns all bytes that the server sends until it closes the connection. */
    String exchange(String request) throws IOException {
        try (Socket socket = send(request)) {
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    static String rawCompletion(String body) {
        return raw("/v1/completions", body);
    }

    /** The bytes of a request, as text. */
    static String raw(String path, String body) {
        return "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: "
                + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body;
    }

    /** A number that {@code /health} shows. */
    int health(String name) throws IOException, InterruptedException {
        return json("/health").get(name).intValue();
    }

    void awaitHealth(String name, int value) throws IOException, InterruptedException {
        while (health(name) != value) {
            Thread.onSpinWait();
        }
    }

    /** The text number {@code sample} of {@code sample --count}. */
    static String written(HashModel model, String prompt, SamplingOptions options, int sample) {
        return FinishedText.of(model, options.request(prompt, sample, Constraint.NONE))
                .text();
    }

    /** The text of a stream's events, up to its end. */
    static String text(BufferedReader stream) throws IOException {
        StringBuilder text = new StringBuilder();
        for (String line : stream.lines()
                .takeWhile(line -> !line.equals("data: [DONE]"))
                .filter(line -> line.startsWith("data: "))
                .toList()) {
            text.append(JSON.readTree(line.substring("data: ".length()))
                    .at("/choices/0/text")
                    .asText());
        }
        return text.toString();
    }

    @Override
    public void close() {
        server.close();
    }
}
