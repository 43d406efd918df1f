package charrnn.lab;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.corpus.EncodedText;
import charrnn.corpus.EncodedTexts;
import charrnn.model.CopyingNetwork;
import charrnn.model.LanguageModel;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CompletionMeasurementTest {
    private static final String FUNCTION = "static int zebra_feed(struct zebra *herd)\n{\n"
            + "\t/* zebras eat grass */\n\tzebra_eat(herd, grass, 12);\n\therd->count = 12;\n\treturn count;\n}\n\n";

    private static List<CompletionResult> results(String file, long seed) {
        List<Integer> done = new ArrayList<>();
        LanguageModel network = CopyingNetwork.model(FUNCTION.repeat(10));
        EncodedText project = EncodedTexts.of(network.vocabulary(), FUNCTION.repeat(10));
        List<CompletionResult> results = CompletionResult.of(
                List.of(CompletionMeasurement.completer(network), NGrams.completer(project, network.vocabulary())),
                0.0,
                CursorPlace.draw(List.of(file), 30, new SplittableRandom(seed)),
                (number, total) -> done.add(number));
        assertThat(done).hasSize(30).isSorted().endsWith(30);
        return results;
    }

    @Test
    void aProjectThatRepeatsIsCompleted() {
        List<CompletionResult> results = results(FUNCTION.repeat(2), 1);
        for (CompletionResult result : results) {
            assertThat(result.column(1).values().get(2).value())
                    .as("exact lines")
                    .isGreaterThan(0.8);
            assertThat(result.column(1).values().get(4).value())
                    .as("keystrokes")
                    .isGreaterThan(0.6);
        }
        assertThat(CompletionMeasurement.report(results.get(0), results.get(1), 1)
                        .toString())
                .contains("30 places", "charrnn", "order-9 model", "difference", "lines completed exactly");
    }

    @Test
    void resultsDependOnTheSeedOnly() {
        assertThat(typing(1)).isEqualTo(typing(1)).isNotEqualTo(typing(2));
    }

    private static List<List<Integer>> typing(long seed) {
        return results(FUNCTION + "\tquokka_jump(herd);\n" + FUNCTION, seed).get(0).places().stream()
                .map(CompletionResultTest::typing)
                .toList();
    }
}
