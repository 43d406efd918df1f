package charrnn.tools.serve;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.cli.Main;
import charrnn.cli.Program;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Stream;

/** {@code serve} in a process of its own, on a free port. */
public final class ServeProcess implements AutoCloseable {
    final Process process;
    final BufferedReader err;
    final String firstLine;

    /** Starts it and waits until it has loaded its networks. */
    public ServeProcess(String options) throws IOException {
        this(options, Map.of());
    }

    /** @param environment variables in addition to those of this process */
    ServeProcess(String options, Map<String, String> environment) throws IOException {
        String[] words = Stream.of("serve", "--port", "0", options)
                .flatMap(word -> Stream.of(word.split(" ")))
                .toArray(String[]::new);
        ProcessBuilder builder = Program.process(Main.class, words);
        builder.environment().putAll(environment);
        process = builder.start();
        err = new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8));
        firstLine = err.lines()
                .filter(line -> line.startsWith("serving "))
                .findFirst()
                .orElse("");
        assertThat(firstLine).contains(" on http://");
    }

    public URI address() {
        return URI.create(firstLine.replaceFirst(".* on ", ""));
    }

    /** A request with a JSON body. */
    public HttpRequest.Builder post(String path, String json) {
        return HttpRequest.newBuilder(address().resolve(path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json));
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
