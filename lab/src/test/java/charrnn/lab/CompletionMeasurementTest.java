package charrnn.lab;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.corpus.EncodedText;
import charrnn.corpus.EncodedTexts;
import charrnn.model.CopyingNetwork;
import charrnn.model.LanguageModel;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CompletionMeasurementTest {
    private static final String FUNCTION = "static int zebra_feed(struct zebra *herd)\n{\n"
            + "\t/* zebras eat grass */\n\tzebra_eat(herd, grass, 12);\n\therd->count = 12;\n\treturn count;\n}\n\n";

    private static Report report(String file, long seed) {
        List<Integer> done = new ArrayList<>();
        LanguageModel network = CopyingNetwork.model(FUNCTION.repeat(10));
        EncodedText project = EncodedTexts.of(network.vocabulary(), FUNCTION.repeat(10));
        List<CompletionResult> results = CompletionResult.of(
                List.of(CompletionMeasurement.completer(network), NGrams.completer(project, network.vocabulary())),
                0.0,
                CursorPlace.draw(List.of(file), 30, new SplittableRandom(seed)),
                (number, total) -> done.add(number));
        assertThat(done).hasSize(30).isSorted().endsWith(30);
        return CompletionMeasurement.report(Map.of("files", "animals"), results.get(0), results.get(1), seed);
    }

    @Test
    void aProjectThatRepeatsIsCompleted() {
        Report report = report(FUNCTION.repeat(2), 1);
        JsonNode json = report.json();
        assertThat(json.get("files").asText()).isEqualTo("animals");
        assertThat(json.get("places").asInt()).isEqualTo(30);
        assertThat(json.get("completers").findValuesAsText("name")).containsExactly("charrnn", "order-9 model");
        JsonNode network = json.at("/completers/0");
        JsonNode counts = json.at("/completers/1");
        for (JsonNode completer : List.of(network, counts)) {
            assertThat(completer.at("/results/exactLines/value").asDouble()).isGreaterThan(0.8);
            assertThat(completer.at("/results/savedKeys/value").asDouble()).isGreaterThan(0.6);
        }
        assertThat(json.at("/difference/exactLines/value").asDouble())
                .isEqualTo(network.at("/results/exactLines/value").asDouble()
                        - counts.at("/results/exactLines/value").asDouble());
        assertThat(report.table()).contains("30 places", "lines completed exactly", "difference", "later requests, ms");
    }

    @Test
    void resultsDependOnTheSeedOnly() {
        assertThat(withoutTimes(1)).isEqualTo(withoutTimes(1)).isNotEqualTo(withoutTimes(2));
    }

    private static List<JsonNode> withoutTimes(long seed) {
        List<JsonNode> results = report(FUNCTION + "\tquokka_jump(herd);\n" + FUNCTION, seed)
                .json()
                .findValues("results");
        results.forEach(it -> ((ObjectNode) it).remove(List.of("firstMillis", "laterMillis")));
        return results;
    }
}
