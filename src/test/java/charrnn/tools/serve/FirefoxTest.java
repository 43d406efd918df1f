package charrnn.tools.serve;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import charrnn.cli.Program;
import charrnn.tools.report.RunFolders;
import charrnn.tools.serve.decode.HashModel;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Tests that each page works in Firefox, on a laptop's screen and a phone's, light and dark.
 *
 * <p>Firefox is driven by WebDriver BiDi, since Debian has no geckodriver, which Selenium needs.
 */
@Tag("long")
class FirefoxTest {
    private static final Path FIREFOX = Path.of("/usr/bin/firefox-esr");

    @TempDir
    private static Path folder;

    private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
    private Process firefox;
    private WebSocket socket;
    private String context;

    /** Starts Firefox with a new profile and a window's content of a size. */
    private void start(int width, int height, boolean dark) throws Exception {
        assumeThat(FIREFOX).as("Debian's firefox-esr isn't installed").exists();
        Path profile = Files.createTempDirectory(folder, "profile");
        Files.writeString(
                profile.resolve("user.js"),
                "user_pref('layout.css.prefers-color-scheme.content-override', %d);".formatted(dark ? 0 : 1));
        firefox = new ProcessBuilder(
                        FIREFOX.toString(), "--headless", "--profile", profile.toString(), "--remote-debugging-port=0")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        URI address = URI.create(address(firefox.errorReader()) + "/session");
        socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(address, new Listener())
                .get(60, SECONDS);
        command("session.new", Map.of("capabilities", Map.of()));
        command("session.subscribe", Map.of("events", List.of("log.entryAdded")));
        context = command("browsingContext.getTree", Map.of())
                .at("/contexts/0/context")
                .asText();
        Map<String, Integer> viewport = Map.of("width", width, "height", height);
        command("browsingContext.setViewport", Map.of("context", context, "viewport", viewport));
    }

    private static String address(BufferedReader errors) throws IOException {
        String before = "WebDriver BiDi listening on ";
        String line = errors.readLine();
        while (!line.startsWith(before)) {
            line = errors.readLine();
        }
        Thread rest = new Thread(() -> errors.lines().forEach(ignored -> {}), "firefox-errors");
        rest.setDaemon(true);
        rest.start();
        return line.substring(before.length());
    }

    /** Collects whole messages. */
    private final class Listener implements WebSocket.Listener {
        private final StringBuilder parts = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            parts.append(part);
            if (last) {
                messages.add(parts.toString());
                parts.setLength(0);
            }
            from.request(1);
            return null;
        }
    }

    /** Returns a command's result; fails if it has none, or if the page has logged an error meanwhile. */
    private JsonNode command(String method, Map<String, ?> parameters) throws Exception {
        Map<String, ?> command = Map.of("id", 1, "method", method, "params", parameters);
        socket.sendText(Served.JSON.writeValueAsString(command), true).get(60, SECONDS);
        while (true) {
            String message = messages.poll(120, SECONDS);
            assertThat(message).as(method).isNotNull();
            JsonNode answer = Served.JSON.readTree(message);
            assertThat(answer.at("/params/level").asText()).as(message).isNotEqualTo("error");
            if (answer.path("id").asInt() == 1) {
                assertThat(answer.path("type").asText()).as(message).isEqualTo("success");
                return answer.path("result");
            }
        }
    }

    private void open(URI page) throws Exception {
        command("browsingContext.navigate", Map.of("context", context, "url", page.toString(), "wait", "complete"));
    }

    private String evaluate(String expression) throws Exception {
        JsonNode result = command(
                "script.evaluate",
                Map.of("expression", expression, "target", Map.of("context", context), "awaitPromise", true));
        assertThat(result.path("type").asText()).as(result.toString()).isEqualTo("success");
        return result.at("/result/value").asText();
    }

    /** Waits until a condition in JavaScript holds at the beginning of a frame. */
    private void waitFor(String condition) throws Exception {
        evaluate("(async () => { while (!(" + condition + ")) await new Promise(requestAnimationFrame); })()");
    }

    private void fits(int width, boolean dark) throws Exception {
        waitFor("innerWidth === " + width + " && document.documentElement.scrollWidth <= " + width);
        String light = "getComputedStyle(document.body).backgroundColor.match(/\\d+/g).every(part => part > 127)";
        assertThat(evaluate(light)).isEqualTo(Boolean.toString(!dark));
    }

    @AfterEach
    void stop() throws Exception {
        if (firefox != null) {
            socket.abort();
            firefox.toHandle().destroy(); // Process.destroy closes the streams under their reader
            assertThat(firefox.waitFor(60, SECONDS)).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({"1280, 720, false", "1280, 720, true", "390, 780, false", "390, 780, true"})
    void everyPageWorks(int width, int height, boolean dark) throws Exception {
        start(width, height, dark);

        open(Path.of("docs/network.html").toUri());
        waitFor("document.querySelector('.pane p')?.textContent.startsWith('sample 1')"
                + " && !document.getElementById('write').disabled");
        evaluate("document.getElementById('write').click()");
        waitFor("document.querySelector('.pane p').textContent.startsWith('sample 2')");
        assertThat(evaluate("document.getElementById('problem').checkVisibility()"))
                .isEqualTo("false");
        fits(width, dark);

        Path run = RunFolders.write(Files.createTempDirectory(folder, "run"), 100);
        Program.run("report", run.toString()).done();
        open(run.resolve("report.html").toUri());
        waitFor("document.querySelectorAll('.uplot canvas').length === 4");
        fits(width, dark);

        try (Served served = Served.with(new HashModel())) {
            open(served.uri("/"));
            waitFor("document.querySelector('#model strong')");
            evaluate("document.getElementById('run').click()");
            waitFor("document.querySelector('.figures dd')?.textContent.endsWith('chars')");
            fits(width, dark);
            open(URI.create("about:blank")); // a page without its server complains
        }
    }
}
