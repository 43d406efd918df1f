package charrnn.train.ui;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.Chromium;
import charrnn.config.UiConfig;
import charrnn.evaluate.score.ParseRate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.chrome.ChromeDriver;

/** What a person sees: a real browser on the overview of a training. */
class BrowserTest {
    /** Lines of the score chart by their labels, as soon as there are three (training, its mean, validation). */
    private static final String LINES_WHEN_DRAWN = """
            var wanted = arguments[0], done = arguments[1];
            (function poll() {
                var plot = window.$ && $('#scoreiterchart').data('plot');
                var lines = plot ? plot.getData() : [];
                var own = lines.every(function (line) { return line.label !== 'score' && line.label !== 'summary'; });
                if (lines.length >= wanted && own) {
                    var byLabel = {};
                    lines.forEach(function (line) { byLabel[line.label] = line.data; });
                    done(byLabel);
                } else {
                    setTimeout(poll, 50);
                }
            })();
            """;

    private static final String CHOOSE_SESSION = """
            var id = arguments[0], done = arguments[1];
            $('#sessionSelect').val(id).trigger('change');
            (function poll() {
                if (window.lastUpdateSession === id) {
                    done($('#sessionSelect option').toArray().map(function (option) { return option.value; }));
                } else {
                    setTimeout(poll, 50);
                }
            })();
            """;

    private static final String SCORE_WHEN_WRITTEN = """
            var done = arguments[0];
            (function poll() {
                var score = $('.charrnn-score').text();
                if (score) {
                    done(score);
                } else {
                    setTimeout(poll, 50);
                }
            })();
            """;

    private final Path profile;

    BrowserTest(@TempDir Path profile) {
        this.profile = profile;
    }

    @Test
    void showsTrainingAndValidationInBitsPerChar() throws Exception {
        ChromeDriver browser = Chromium.start(profile);
        UiConfig config = new UiConfig(true, "127.0.0.1", 0, "", 1);
        try (TrainingUi ui = TrainingUi.start(config, "browsed", message -> {})) {
            List<Double> training = new TinyTraining(ui).steps(12);
            ui.reportValidation(6, 2.75);
            ui.reportValidation(12, 2.5);
            ui.reportScore(6, new ParseRate(0, 0));
            ui.reportScore(12, new ParseRate(3, 4));
            browser.get(ui.address().orElseThrow().toString());

            Map<?, ?> lines = lines(browser, 3);
            assertThat(lines.keySet()).map(String::valueOf).contains("training", "training, smoothed", "validation");
            assertThat(values(lines.get("training"))).isEqualTo(training);
            assertThat(values(lines.get("validation"))).containsExactly(2.75, 2.5);
            assertThat(browser.getPageSource()).contains("Loss in bits per character");
            assertThat(browser.executeAsyncScript(SCORE_WHEN_WRITTEN)).isEqualTo("3 of 4 functions parse at step 12");
            assertThat(browser.findElement(By.linkText("Run report")).getAttribute("href"))
                    .endsWith("/report");
            keepScreenshot(browser);

            String session = new Browse(ui).get("/train/sessions/current").body();
            assertThat((List<?>) browser.executeAsyncScript(CHOOSE_SESSION, session + "-validation"))
                    .map(String::valueOf)
                    .containsExactlyInAnyOrder(session, session + "-validation");
            assertThat(values(lines(browser, 1).get("validation"))).containsExactly(2.75, 2.5);
        } finally {
            browser.quit();
        }
    }

    private static Map<?, ?> lines(ChromeDriver browser, int count) {
        return (Map<?, ?>) browser.executeAsyncScript(LINES_WHEN_DRAWN, count);
    }

    /** The y values of a line, which comes as [[x, y], …]. */
    private static List<Double> values(@Nullable Object line) {
        return line == null
                ? List.of()
                : ((List<?>) line)
                        .stream()
                                .map(point -> ((Number) ((List<?>) point).get(1)).doubleValue())
                                .toList();
    }

    private static void keepScreenshot(ChromeDriver browser) throws IOException {
        Path file = Files.createDirectories(Path.of("target", "screenshots")).resolve("training-ui.png");
        Files.write(file, browser.getScreenshotAs(OutputType.BYTES));
    }
}
