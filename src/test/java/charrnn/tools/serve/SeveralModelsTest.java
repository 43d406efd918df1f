package charrnn.tools.serve;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.sample.SamplingOptions;
import charrnn.tools.serve.decode.HashModel;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A server with several models, which the field {@code model} of a request selects. */
class SeveralModelsTest {
    private final Served served = Served.of("old", "c", "new", "other");
    private final HashModel old = new HashModel(HashModel.CHARACTERS, 1);

    @AfterEach
    void close() {
        old.release();
        served.close();
    }

    private void ready() {
        served.adopt("old", old);
        served.adopt("new", new HashModel(HashModel.CHARACTERS, 2));
    }

    private String text(String model) throws Exception {
        JsonNode completion = served.complete("{" + model + "\"prompt\": \"a\", \"seed\": 5, \"max_tokens\": 30}");
        return completion.get("model").asText() + ": "
                + completion.at("/choices/0/text").asText();
    }

    private static String alone(long salt) {
        return alone(salt, 30);
    }

    private static String alone(long salt, int length) {
        return Served.written(
                new HashModel(HashModel.CHARACTERS, salt), "a", new SamplingOptions(length, 0.7, 0, 1, 5, 1, ""), 0);
    }

    @Test
    void modelFieldSelectsAModelAndDefaultsToTheFirst() throws Exception {
        ready();
        assertThat(alone(1)).isNotEqualTo(alone(2));
        assertThat(text("\"model\": \"old\", ")).isEqualTo("old: " + alone(1));
        assertThat(text("\"model\": \"new\", ")).isEqualTo("new: " + alone(2));
        assertThat(text("")).isEqualTo("old: " + alone(1));
    }

    @Test
    void aNewNetworkGeneratesNewTextsAndRunningOnesKeepTheirs() throws Exception {
        ready();
        old.hold();
        Socket stream = served.send(
                Served.rawCompletion("{\"prompt\": \"a\", \"seed\": 5, \"max_tokens\": 5000, \"stream\": true}"));
        served.awaitHealth("running", 1);
        served.adopt("old", new HashModel(HashModel.CHARACTERS, 3));
        old.release();
        assertThat(text("")).isEqualTo("old: " + alone(3));
        assertThat(text("\"model\": \"new\", ")).isEqualTo("new: " + alone(2));
        try (BufferedReader events = ConnectionsTest.reader(stream)) {
            assertThat(Served.text(events)).isEqualTo(alone(1, 5000));
        }
    }

    @Test
    void modelsAreListedAndDescribedUnderTheirEncodedNames() throws Exception {
        ready();
        JsonNode models = served.json("/v1/models");
        assertThat(models.findValuesAsText("id")).containsExactly("old", "new");
        assertThat(models.findValuesAsText("language")).containsExactly("c", "other");
        for (String name : List.of("new", "%6Eew", "new?x=1")) {
            assertThat(served.json("/v1/models/" + name)).isEqualTo(models.at("/data/1"));
        }
        assertThat(models.at("/data/1/created").asLong()).isPositive();
        HttpResponse<String> cells = served.postTo("/v1/cells", "{\"model\": \"new\", \"text\": \"ab\"}");
        assertThat(Served.JSON.readTree(cells.body()).get("model").asText()).isEqualTo("new");
    }

    /** Two texts at a time and two that wait, over all models. */
    @Test
    void modelsShareTheLimits() throws Exception {
        ready();
        old.hold();
        try (Socket four = served.send(
                Served.rawCompletion("{\"prompt\": \"a\", \"model\": \"old\", \"n\": 4, \"max_tokens\": 9}"))) {
            served.awaitHealth("running", 2);
            assertThat(served.code(429, served.post("{\"prompt\": \"a\", \"model\": \"new\"}")))
                    .isEqualTo("queue_full");
            assertThat(four.isConnected()).isTrue();
        }
    }

    private static Set<String> names(String... files) {
        return ServeCommand.byModelName(Stream.of(files).map(Path::of).toList()).keySet();
    }

    @Test
    void modelsAreNamedByTheirRunsFoldersOrByTheirFilesIfTwoRunsAreEqual() {
        assertThat(names("runs/linux/best.zip")).containsExactly("linux");
        assertThat(names("runs/mine/last.zip", "linux/best.zip")).containsExactly("mine", "linux");
        String best = Path.of("runs/linux/best.zip").toString();
        String last = Path.of("runs/linux/last.zip").toString();
        assertThat(names(best, last)).containsExactly(best, last);
    }
}
