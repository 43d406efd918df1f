package charrnn.tools.serve;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.cli.CopyingRun;
import charrnn.cli.Main;
import charrnn.cli.Program;
import charrnn.cli.TinyRun;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A network that copies, served with a project by a process of its own, until it receives a stop signal. */
@Tag("long")
class ServingTest {
    private static final String KEY = "open-sesame";

    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    private Path folder;

    private String get(URI uri) throws IOException, InterruptedException {
        var answer = http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
        return answer.statusCode() + " " + answer.body();
    }

    private static HttpRequest post(URI uri, String body, String... headers) {
        return HttpRequest.newBuilder(uri)
                .header("Content-Type", "application/json")
                .headers(headers)
                .POST(BodyPublishers.ofString(body))
                .build();
    }

    private JsonNode answer(URI uri, String body) throws IOException, InterruptedException {
        HttpRequest request = post(uri, body, "Authorization", "Bearer " + KEY);
        return Served.JSON.readTree(http.send(request, BodyHandlers.ofString()).body());
    }

    @Test
    void serveEqualsSampleReadsTheProjectAgainAndStopsOnSignal() throws Exception {
        TinyRun tiny = TinyRun.of(
                folder, 4, file -> ("int zebra_f" + file + "(long count, char other_built_notes) = 01;\n").repeat(20));
        Path checkpoint = CopyingRun.train(tiny.corpus(), folder);
        Path other = Files.createDirectories(folder.resolve("other")).resolve("best.zip");
        Files.copy(checkpoint, other);
        Path project = Files.createDirectory(folder.resolve("project"));
        Files.writeString(project.resolve("a.c"), "static int zebra_count = 0;\n".repeat(4));
        String words = "serve --port 0 --checkpoint " + checkpoint + " --checkpoint " + other + " --context " + project
                + " --allow-host charrnn.test --max-budget 10000000";
        ProcessBuilder builder = Program.process(Main.class, words.split(" "));
        builder.environment()
                .putAll(Map.of("CHARRNN_HOST", "0.0.0.0", "CHARRNN_PORT", "1", "CHARRNN_API_KEY", KEY)); // --port wins
        Process process = builder.start();
        try (BufferedReader err = process.errorReader()) {
            String first = err.lines()
                    .filter(line -> line.startsWith("serving "))
                    .findFirst()
                    .orElse("");
            assertThat(first).matches("serving .*last\\.zip as model copying on http://127\\.0\\.0\\.1:\\d+");
            URI server = URI.create(first.replaceFirst(".* on ", ""));
            assertThat(err.readLine()).isEqualTo("serving " + other + " as model other on " + server);
            assertThat(err.readLine()).isEqualTo("ready on " + server);
            assertThat(err.readLine()).isEqualTo("from other machines: http://charrnn.test:" + server.getPort());
            assertThat(get(server.resolve("/health"))).startsWith("200 {\"status\":\"ready\",");
            assertThat(get(server.resolve("/"))).startsWith("200 <!DOCTYPE html>");
            URI completions = server.resolve("/v1/completions");
            HttpRequest withoutKey = post(completions, "{\"prompt\": \"int \"}", "Accept", "*/*");
            assertThat(http.send(withoutKey, BodyHandlers.ofString()).statusCode())
                    .isEqualTo(401);
            completionsEqualThoseOfTheSampleCommand(
                    completions, "--checkpoint " + checkpoint + " --context " + project);
            projectIsReadAgain(server.resolve("/infill"), project);
            String endless = "{\"prompt\": \"int\", \"max_tokens\": 10000000, \"stream\": true}";
            HttpRequest stream = post(completions, endless, "Authorization", "Bearer " + KEY);
            Iterator<String> lines =
                    http.send(stream, BodyHandlers.ofLines()).body().iterator();
            assertThat(lines.next()).contains("\"model\":\"copying\"");
            process.toHandle().destroy(); // Process.destroy would close its streams
            String last = "";
            while (lines.hasNext()) {
                String next = lines.next();
                last = next.isEmpty() ? last : next;
            }
            assertThat(last).contains("the server stops");
            assertThat(err.lines().filter(line -> !line.contains("context")))
                    .first()
                    .asString()
                    .startsWith("stopping: texts under way get 10 s");
            assertThat(process.waitFor()).as("what a shell sees of SIGTERM").isEqualTo(143);
            assertThat(process.getInputStream().readAllBytes()).isEmpty();
        } finally {
            process.destroyForcibly();
        }
    }

    private void completionsEqualThoseOfTheSampleCommand(URI completions, String network) throws Exception {
        String options = " --length 60 --seed 5 --count 2 --json --prime";
        Program sampled = Program.line("sample " + network + options, "int ");
        String body = "{\"prompt\": \"int \", \"max_tokens\": 60, \"seed\": 5, \"n\": 2, \"echo\": true}";
        JsonNode choices = answer(completions, body).get("choices");
        List<String> samples = sampled.out().lines().toList();
        assertThat(samples).hasSize(2);
        for (int i = 0; i < 2; i++) {
            JsonNode sample = Served.JSON.readTree(samples.get(i));
            assertThat(choices.get(i).get("text").asText())
                    .isEqualTo(sample.get("prime").asText() + sample.get("text").asText());
        }
    }

    private void projectIsReadAgain(URI infill, Path project) throws Exception {
        String body = "{\"input_prefix\": \"\\n\", \"prompt\": \"static int zebra_\"}";
        assertThat(answer(infill, body).get("content").asText()).startsWith("count = 0;");
        Files.writeString(project.resolve("d.c"), "static int zebra_other = 1;\n".repeat(400));
        String content = "";
        while (!content.contains("other")) { // the test's timeout ends it
            content = answer(infill, body).get("content").asText();
        }
        assertThat(content).startsWith("other = 1;");
    }
}
