package charrnn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import charrnn.config.Config;
import charrnn.config.ConfigLoader;
import charrnn.corpus.Corpus;
import charrnn.train.LearningRateFinder.Point;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LearningRateFinderTest {
    @TempDir
    private Path folder;

    @Test
    void updatesHaveDropoutAndWeightDecayAsInTraining() throws IOException {
        Files.writeString(folder.resolve("a.c"), "int f(int a);\nlong g(void);\n".repeat(200));
        Files.writeString(folder.resolve("b.c"), "int h(int b);\n".repeat(20));
        List<Point> curve = curve("model.dropout=0.3");
        assertThat(curve("model.dropout=0.3")).isEqualTo(curve);
        assertThat(curve("model.dropout=0")).isNotEqualTo(curve);
        assertThat(curve("model.dropout=0.3", "training.weightDecay=0.1")).isNotEqualTo(curve);
    }

    private List<Point> curve(String... keys) {
        List<String> overrides = new ArrayList<>(List.of("corpus.path=" + folder, "corpus.testShare=0"));
        overrides.addAll(List.of(keys));
        Config config = ConfigLoader.parse(
                "{name: test, model: {layers: 2, hidden: 8}, training: {batchSize: 4, sequenceLength: 16}}",
                "test",
                overrides);
        return LearningRateFinder.run(config, Corpus.load(config.corpus(), warning -> {}), 30, done -> {});
    }

    @Test
    void theSuggestionIsATenthOfTheRateAtWhichTheLossFallsFastest() {
        List<Point> curve = new ArrayList<>();
        for (int i = 0; i <= 100; i++) {
            double fallAtSixty = 1 / (1 + Math.exp((i - 60) / 4.0));
            curve.add(new Point(1e-5 * Math.pow(10, i / 20.0), 2 + 4 * fallAtSixty));
        }
        assertThat(LearningRateFinder.suggestion(curve).orElseThrow()).isCloseTo(1e-3, within(1e-9));
    }

    @Test
    void noRateIsSuggestedIfTheLossDoesNotFall() {
        assertThat(LearningRateFinder.suggestion(List.of(new Point(0.5, 3)))).isEmpty();
        assertThat(LearningRateFinder.suggestion(List.of(new Point(0.5, Double.NaN))))
                .isEmpty();
        List<Point> rising = List.of(new Point(1e-5, 6), new Point(1e-4, 5.95), new Point(1e-3, 6.5));
        assertThat(LearningRateFinder.suggestion(rising)).isEmpty();
        List<Point> falling = List.of(new Point(1e-5, 6), new Point(1e-4, 5.85), new Point(1e-3, 6.5));
        assertThat(LearningRateFinder.suggestion(falling)).isPresent();
    }
}
