package charrnn.tools.trainingui;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.Chromium;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.util.DoubleComparator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;

/** The overview of a training in a real browser. */
class BrowserTest extends Chromium {
    /** Lines of the score chart by their labels. */
    private static final String LINES = """
        var byLabel = {};
        $('#scoreiterchart').data('plot').getData().forEach(function (line) {
            byLabel[line.label] = line.data;
        });
        return byLabel;
        """;

    /** Position of the first layer on the screen. */
    private static final String POSITION_OF_A_LAYER = """
        var box = $('#layers')[0].getBoundingClientRect();
        var place = cy.nodes()[1].renderedPosition();
        return [Math.round(box.left + place.x), Math.round(box.top + place.y)];
        """;

    /** Moves the pointer to a point of a chart, in the chart's units, and returns the line of text below the chart. */
    private static final String READ_AT = """
        var chart = $('#' + arguments[0]), plot = chart.data('plot');
        var place = plot.pointOffset({x: arguments[1], y: arguments[2]});
        var box = chart[0].getBoundingClientRect();
        chart.find('canvas.flot-overlay')[0].dispatchEvent(new MouseEvent('mousemove', {
            bubbles: true, clientX: box.left + place.left, clientY: box.top + place.top}));
        return chart.siblings('p').first().text();
        """;

    private static final String HOSTILE = "static int <img src=x onerror=\"document.title='owned'\"></pre>";

    private final TrainingUi ui = TinyTraining.ui("browsed");
    private List<Double> training = List.of();

    @BeforeEach
    void train() {
        training = new TinyTraining(ui).steps(12);
        ui.validated(6, 2.75, true);
        ui.validated(12, 2.5, true);
        ui.sampled(12, HOSTILE);
    }

    @AfterEach
    void stop() {
        browser.get("about:blank"); // a page without its server complains
        ui.close();
    }

    private Map<?, ?> open() {
        browser.get(ui.address().toString());
        // Training, its mean and validation.
        waitFor("window.$ && $('#scoreiterchart').data('plot')"
                + " && $('#scoreiterchart').data('plot').getData().length === 3");
        textOf(".charrnn-samples pre");
        return (Map<?, ?>) Objects.requireNonNull(browser.executeScript(LINES));
    }

    /** The text of an element, once it has one. */
    private static String textOf(String selector) {
        waitFor("window.$ && $('" + selector + "').text()");
        return (String) Objects.requireNonNull(browser.executeScript("return $(arguments[0]).text();", selector));
    }

    @Test
    void showsTheTrainingInBitsPerChar() throws Exception {
        Map<?, ?> lines = open();
        assertThat(lines.keySet()).map(String::valueOf).contains("training", "training, smoothed", "validation");
        assertThat(values(lines.get("training"))).isEqualTo(training);
        assertThat(values(lines.get("validation"))).containsExactly(2.75, 2.5);
        assertThat(browser.getPageSource()).contains("Loss in bits per character");
        assertThat(browser.findElement(By.linkText("Run report")).getAttribute("href"))
                .endsWith("/report");
        assertThat(new Browse(ui).sessions())
                .as("no further curve for the validation")
                .hasSize(1);
        keepScreenshot("training-ui.png");
        theTableIsFilled();
        thePointerReadsTheCurves();
        theSmoothedLossStartsAtTheFirstValueAndDoesNotLag();
        assertThat(complaints()).isEmpty();
    }

    private static void theTableIsFilled() {
        assertThat(find("#startTime").getText()).matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d");
        assertThat(find("#totalRuntime").getText()).matches("\\d+:\\d\\d");
        assertThat(find("#nLayers").findElement(By.xpath("..")).getText()).isEqualTo("LSTM layers 1");
        assertThat(texts("#precision, #nowCharsPerSecond, #nowLearningRate, #nowGradientNorm"))
                .containsExactlyInAnyOrder("float32", "12,000", "0.000833", "12");
        assertThat(find(".charrnn-samples pre").getText()).isEqualTo(HOSTILE);
        assertThat(browser.getTitle()).isNotEqualTo("owned");
    }

    private void thePointerReadsTheCurves() {
        String expected = String.format(Locale.ROOT, "Step 6: training %.3f · ", training.get(5));
        assertThat(readAt("scoreiterchart", 6, 0.3))
                .as("at any height of the pointer")
                .isEqualTo(readAt("scoreiterchart", 6.2, 2))
                .startsWith(expected)
                .endsWith(" · validation 2.750 bits per character");
        assertThat(readAt("scoreiterchart", 8, 1)).endsWith(" · validation 2.750 (at step 6) bits per character");
        assertThat(readAt("learningRate", 4, 0.009)).isEqualTo("Step 4: 0.0025");
        assertThat(readAt("gradientNorm", 12, 1)).isEqualTo("Step 12: 12");
        assertThat(readAt("charsPerSecond", 3, 1)).isEqualTo("Step 3: 3,000");
        assertThat(readAt("updateRatioChart", 3, -2)).matches("Step 3: \\d_R?W [\\d.e-]+ \\(log10: -\\d\\.\\d\\d\\)");
    }

    private static String readAt(String chart, double x, double y) {
        return String.valueOf(browser.executeScript(READ_AT, chart, x, y));
    }

    private static void theSmoothedLossStartsAtTheFirstValueAndDoesNotLag() {
        assertMeans("[9, 3, 3, 3]", 9.0, 5.4 / 1.4, 4.56 / 1.44, 3.792 / 1.248);
        assertMeans("[9, 8, 7, 6, 5, 4, 3, 2, 1]", 9.0, 8.0, 7.0, 6.0, 5.0);
    }

    /** Expects the first smoothed values of a list of losses. */
    private static void assertMeans(String losses, Double... means) {
        List<?> found = (List<?>) Objects.requireNonNull(
                browser.executeScript("return EMACalc(" + losses + ", 3).slice(0, " + means.length + ");"));
        assertThat(found)
                .map(mean -> ((Number) mean).doubleValue())
                .usingComparatorForType(new DoubleComparator(1e-9), Double.class)
                .containsExactly(means);
    }

    @Test
    void aTapOnALayerShowsItsFigures() {
        screen(390, 844, true);
        browser.executeCdpCommand("Emulation.setTouchEmulationEnabled", Map.of("enabled", true));
        try {
            browser.get(ui.address() + "/model");
            waitFor("window.cy && cy.nodes().length > 0 && $('#zeroState').is(':visible')");
            List<?> place = (List<?>) Objects.requireNonNull(browser.executeScript(POSITION_OF_A_LAYER));
            Map<String, ?> finger = Map.of("x", place.get(0), "y", place.get(1));
            browser.executeCdpCommand(
                    "Input.dispatchTouchEvent", Map.of("type", "touchStart", "touchPoints", List.of(finger)));
            browser.executeCdpCommand("Input.dispatchTouchEvent", Map.of("type", "touchEnd", "touchPoints", List.of()));
            assertThat(textOf("#layerInfo td")).isNotEmpty();
        } finally {
            browser.executeCdpCommand("Emulation.setTouchEmulationEnabled", Map.of("enabled", false));
        }
    }

    /** The y values of a line, which comes as [[x, y], …]. */
    private static List<Double> values(@Nullable Object line) {
        return ((List<?>) Objects.requireNonNull(line))
                .stream()
                        .map(point -> ((Number) ((List<?>) point).get(1)).doubleValue())
                        .toList();
    }
}
