package charrnn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import charrnn.files.StrictJson;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.jspecify.annotations.Nullable;

/**
 * A Firefox with one page. It speaks WebDriver BiDi (https://w3c.github.io/webdriver-bidi) by itself; Debian has no geckodriver,
 * which Selenium needs.
 */
public final class Firefox implements AutoCloseable {
    private static final Path FIREFOX = Path.of("/usr/bin/firefox-esr");
    private static final String LISTENING = "WebDriver BiDi listening on ";
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int SECONDS = 180; // for an answer

    private final Path profile;
    private final Process process;
    private final BlockingQueue<JsonNode> received = new LinkedBlockingQueue<>();
    private final List<String> complaints = new ArrayList<>();
    private @Nullable WebSocket socket;
    private String page = "";
    private int commands;

    private Firefox(Path profile) throws IOException {
        this.profile = profile;
        process = new ProcessBuilder(
                        FIREFOX.toString(),
                        "--headless",
                        "--profile",
                        profile.toString(),
                        "--remote-debugging-port",
                        "0",
                        "about:blank")
                .redirectErrorStream(true)
                .start();
    }

    /** Starts the browser; the test is skipped where there is none. */
    public static Firefox start() throws IOException, InterruptedException {
        assumeThat(FIREFOX).as("Debian's firefox-esr isn't installed").exists();
        Firefox started = new Firefox(Files.createTempDirectory("firefox"));
        try {
            started.connect();
            return started;
        } catch (Throwable e) {
            started.close();
            throw e;
        }
    }

    private void connect() throws InterruptedException {
        CompletableFuture<String> address = new CompletableFuture<>();
        Thread reader = new Thread(() -> readOutput(address), "output of Firefox");
        reader.setDaemon(true);
        reader.start();
        socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(
                        URI.create(address.orTimeout(SECONDS, TimeUnit.SECONDS).join() + "/session"), new Receiver())
                .join();
        command("session.new", object().set("capabilities", object()));
        ObjectNode entries = object();
        entries.putArray("events").add("log.entryAdded");
        command("session.subscribe", entries);
        page = command("browsingContext.getTree", object())
                .at("/contexts/0/context")
                .asText();
    }

    private void readOutput(CompletableFuture<String> address) {
        try (BufferedReader output = process.inputReader()) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (line.startsWith(LISTENING)) {
                    address.complete(line.substring(LISTENING.length()));
                }
            }
        } catch (IOException e) {
            address.completeExceptionally(e); // without effect at the end, when the process is destroyed
        }
    }

    private static ObjectNode object() {
        return StrictJson.object();
    }

    /** Opens a page and waits until it is loaded. */
    public void open(Path file) throws InterruptedException {
        command(
                "browsingContext.navigate",
                object().put("context", page)
                        .put("url", file.toUri().toString())
                        .put("wait", "complete"));
    }

    /** The value of an expression in JavaScript, or that of the promise that it is, as text. */
    public String evaluate(String expression) throws InterruptedException {
        ObjectNode parameters = object().put("expression", expression).put("awaitPromise", true);
        parameters.putObject("target").put("context", page);
        JsonNode answer = command("script.evaluate", parameters);
        assertThat(answer.get("type").asText()).as(answer.toString()).isEqualTo("success");
        return answer.at("/result/value").asText();
    }

    /** The messages of the console so far. */
    public List<String> complaints() {
        return complaints;
    }

    private JsonNode command(String method, JsonNode parameters) throws InterruptedException {
        int id = ++commands;
        Objects.requireNonNull(socket)
                .sendText(
                        object().put("id", id)
                                .put("method", method)
                                .set("params", parameters)
                                .toString(),
                        true)
                .join();
        while (true) {
            JsonNode message = received.poll(SECONDS, TimeUnit.SECONDS);
            assertThat(message).as("an answer to " + method).isNotNull();
            if (message.path("method").asText().equals("log.entryAdded")) {
                complaints.add(message.at("/params/text").asText());
            } else if (message.path("id").asInt() == id) {
                assertThat(message.get("type").asText()).as(message.toString()).isEqualTo("success");
                return message.get("result");
            }
        }
    }

    @Override
    public void close() {
        if (socket != null) {
            socket.abort();
        }
        List<ProcessHandle> processes = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        processes.forEach(ProcessHandle::destroyForcibly);
        processes.forEach(ended -> ended.onExit().join());
        FileUtils.deleteQuietly(profile.toFile());
    }

    private final class Receiver implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                try {
                    received.add(MAPPER.readTree(text.toString()));
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
                text.setLength(0);
            }
            from.request(1);
            return null;
        }
    }
}
