package charrnn.tools.serve;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.cli.Program;
import charrnn.cli.TinyRun;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A trained network served by a process of its own, until it receives a stop signal. */
@Tag("long")
class ServingTest {
    private static final String KEY = "open-sesame";

    @TempDir
    private static Path folder;

    private static Path checkpoint;

    private final HttpClient http = HttpClient.newHttpClient();

    @BeforeAll
    static void train() throws IOException {
        TinyRun tiny = TinyRun.of(folder, 6, file -> ("int f" + file + "(void);\n").repeat(200));
        tiny.train().done();
        checkpoint = tiny.path().resolve("best.zip");
    }

    private static HttpRequest completion(ServeProcess serve, String body) {
        return serve.post("/v1/completions", body)
                .header("Authorization", "Bearer " + KEY)
                .build();
    }

    @Test
    void serveEqualsSampleAndStopsOnSignal() throws Exception {
        Path other = Files.createDirectories(folder.resolve("other")).resolve("best.zip");
        Files.copy(checkpoint, other);
        Map<String, String> environment =
                Map.of("CHARRNN_HOST", "0.0.0.0", "CHARRNN_PORT", "1", "CHARRNN_API_KEY", KEY); // --port wins
        try (ServeProcess serve = new ServeProcess(
                "--checkpoint " + checkpoint + " --checkpoint " + other
                        + " --allow-host charrnn.test --max-budget 10000000",
                environment)) {
            URI server = serve.address();
            assertThat(serve.firstLine).matches("serving .*best\\.zip as model tiny on http://127\\.0\\.0\\.1:\\d+");
            assertThat(serve.err.readLine()).isEqualTo("serving " + other + " as model other on " + server);
            assertThat(serve.err.readLine()).isEqualTo("ready on " + server);
            assertThat(serve.err.readLine()).isEqualTo("from other machines: http://charrnn.test:" + server.getPort());
            assertThat(get(server.resolve("/health"))).startsWith("200 {\"status\":\"ready\",");
            assertThat(get(server.resolve("/"))).startsWith("200 <!DOCTYPE html>");
            HttpRequest withoutKey =
                    serve.post("/v1/completions", "{\"prompt\": \"int \"}").build();
            assertThat(http.send(withoutKey, BodyHandlers.ofString()).statusCode())
                    .isEqualTo(401);
            completionsEqualThoseOfTheSampleCommand(serve);
            HttpResponse<Stream<String>> stream = http.send(
                    completion(serve, "{\"prompt\": \"int\", \"max_tokens\": 10000000, \"stream\": true}"),
                    BodyHandlers.ofLines());
            Iterator<String> lines = stream.body().iterator();
            assertThat(lines.next()).contains("\"model\":\"tiny\"");
            serve.process.toHandle().destroy(); // Process.destroy would close its streams
            String last = "";
            while (lines.hasNext()) {
                String next = lines.next();
                last = next.isEmpty() ? last : next;
            }
            assertThat(last).contains("the server stops");
            assertThat(serve.err.readLine()).startsWith("stopping: texts under way get 10 s");
            assertThat(serve.process.waitFor())
                    .as("what a shell sees of SIGTERM")
                    .isEqualTo(143);
            assertThat(serve.process.getInputStream().readAllBytes()).isEmpty();
        }
    }

    private String get(URI uri) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
        return answer.statusCode() + " " + answer.body();
    }

    private void completionsEqualThoseOfTheSampleCommand(ServeProcess serve) throws Exception {
        Program sampled = Program.line(
                "sample --checkpoint " + checkpoint + " --length 60 --seed 5 --count 2 --json --prime", "int ");
        JsonNode choices = new ObjectMapper()
                .readTree(http.send(
                                completion(
                                        serve,
                                        "{\"prompt\": \"int \", \"max_tokens\": 60, \"seed\": 5, \"n\": 2, \"echo\":"
                                                + " true}"),
                                BodyHandlers.ofString())
                        .body())
                .get("choices");
        List<String> samples = sampled.out().lines().toList();
        assertThat(samples).hasSize(2);
        for (int i = 0; i < 2; i++) {
            JsonNode sample = new ObjectMapper().readTree(samples.get(i));
            assertThat(choices.get(i).get("text").asText())
                    .isEqualTo(sample.get("prime").asText() + sample.get("text").asText());
        }
    }
}
