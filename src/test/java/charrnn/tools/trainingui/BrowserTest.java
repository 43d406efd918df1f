package charrnn.tools.trainingui;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.Chromium;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;

/** The overview of a training in a real browser. */
class BrowserTest extends Chromium {
    @Test
    void showsTheTrainingInBitsPerCharacter() throws IOException {
        try (TrainingUi ui = TinyTraining.ui("browsed")) {
            List<Double> training = new TinyTraining(ui).steps(12);
            ui.validated(6, 2.75, true);
            ui.validated(9, Double.POSITIVE_INFINITY, false);
            ui.validated(12, 2.5, true);
            browser.get(ui.address().toString());
            waitFor("window.$ && $('#scoreiterchart').data('plot')"
                    + " && $('#scoreiterchart').data('plot').getData().length === 3");
            List<?> lines = (List<?>) Objects.requireNonNull(browser.executeScript("""
                return $('#scoreiterchart').data('plot').getData().map(function (line) {
                    return [line.label, line.data.map(function (point) { return point[1]; })];
                });
                """));
            assertThat(lines.get(0)).isEqualTo(List.of("training", training));
            assertThat(String.valueOf(lines.get(1))).startsWith("[training, smoothed, [" + training.get(0));
            assertThat(lines.get(2)).isEqualTo(List.of("validation", List.of(2.75, 2.5)));
            assertThat(texts("h2")).contains("Loss in bits per character");
            assertThat(browser.findElement(By.linkText("Run report")).getAttribute("href"))
                    .endsWith("/report");
            keepScreenshot("training-ui.png");
            screen(390, 844, true);
            assertThat(pageWidth()).as("nothing stands out to the side").isLessThanOrEqualTo(390);
            assertThat(complaints()).isEmpty();
            browser.get("about:blank"); // a page without its server complains
        }
    }
}
