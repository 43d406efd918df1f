package charrnn.tools.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import charrnn.sample.SamplingOptions;
import charrnn.tools.serve.decode.FakeModel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tests the server with curl, a client that is not part of this project. */
@Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CurlTest {
    private static final Path CURL = Path.of("/usr/bin/curl");

    @TempDir
    private Path folder;

    @BeforeAll
    static void findCurl() {
        assumeTrue(Files.isExecutable(CURL), "no curl here");
    }

    private static String curl(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(CURL.toString(), "-sS", "--noproxy", "*"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    @Test
    void curlReceivesCompletionsStreamsAndErrors() throws Exception {
        try (Served served = Served.with(new FakeModel())) {
            String url = served.uri("/v1/completions").toString();
            String json = "Content-Type: application/json";
            String expected = Served.written(new FakeModel(), "ab", new SamplingOptions(20, 0.7, 0, 1, 9, 1, ""), 0);
            String fields = "{\"prompt\": \"ab\", \"max_tokens\": 20, \"seed\": 9";
            assertThat(Served.JSON
                            .readTree(curl(url, "-H", json, "-d", fields + "}"))
                            .at("/choices/0/text")
                            .asText())
                    .isEqualTo(expected);
            assertThat(curl("-N", url, "-H", json, "-d", fields + ", \"stream\": true}"))
                    .startsWith("data: {\"id\":\"cmpl-")
                    .endsWith("\n\ndata: [DONE]\n\n");
            Path large = Files.write(folder.resolve("large"), new byte[2_000_000]);
            assertThat(curl(url, "-H", json, "--data-binary", "@" + large)).contains("body_too_large");
        }
    }
}
