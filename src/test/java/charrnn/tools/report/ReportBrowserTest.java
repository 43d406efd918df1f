package charrnn.tools.report;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.Chromium;
import charrnn.tools.report.RunReport.ReferenceLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogType;

/** The page in a real browser, which opens it as a file. */
class ReportBrowserTest {
    @TempDir
    private static Path folder;

    @TempDir
    private static Path profile;

    private static ChromeDriver browser;

    @BeforeAll
    static void startBrowser() {
        browser = Chromium.start(profile);
    }

    @AfterAll
    static void quitBrowser() {
        if (browser != null) {
            browser.quit();
        }
    }

    private static void open(Path page) {
        browser.get(page.toUri().toString());
        // Charts are drawn as soon as they have a size, in a frame.
        browser.executeAsyncScript(
                "const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(done));");
        assertThat(browser.manage().logs().get(LogType.BROWSER).getAll())
                .as("what the browser complains of")
                .isEmpty();
    }

    private static Path page(String name, int reports) throws IOException {
        Path page = folder.resolve(name + ".html");
        RunReport.write(
                List.of(RunFolders.write(folder.resolve(name), reports)),
                page,
                List.of(new ReferenceLine("PPMd", 1.211)));
        return page;
    }

    private static List<String> texts(String selector) {
        return browser.findElements(By.cssSelector(selector)).stream()
                .map(WebElement::getText)
                .toList();
    }

    @Test
    void showsARunAndDoesNotExecuteItsText() throws IOException {
        open(page("run", 400));
        assertThat(browser.getTitle()).isEqualTo("<i>tiny</i> · charrnn");
        assertThat(texts("h1")).containsExactly("<i>tiny</i>");
        assertThat(texts("figure h3"))
                .containsExactly(
                        "Loss, bits per character",
                        "Functions that parse, per cent",
                        "Learning rate",
                        "Gradient norm, before clipping (logarithmic axis)",
                        "Speed, characters per second");
        assertThat(browser.findElements(By.cssSelector("path.curve"))).hasSize(7);
        assertThat(texts(".tile")).contains("Functions that parse\n97 %\nof 2, step 3,900");
        assertThat(texts("dd")).contains("97 % of 2, step 3,900");
        assertThat(texts("svg text.name")).contains("PPMd 1.211", "best 2.300");
        assertThat(browser.findElements(By.cssSelector("main img, main b, main i")))
                .isEmpty();
        assertThat(texts(".events li").get(0)).endsWith("rolled back; <b>rate halved</b>");
        assertThat(texts("pre.text").get(0)).startsWith(RunFolders.HOSTILE).endsWith("sample 400");
        Files.write(
                Files.createDirectories(Path.of("target", "screenshots")).resolve("report.png"),
                browser.getScreenshotAs(OutputType.BYTES));
    }

    @Test
    void showsTheVerdictAndItsReason() throws IOException {
        open(page("verdict", 400));
        assertThat(texts(".verdict"))
                .singleElement()
                .asString()
                .startsWith("Learning. In the last third of the training, from step 2,700 on, the best validation loss"
                        + " has");
    }

    @Test
    void theButtonCopiesTheWholeCommand() throws IOException {
        Path run = RunFolders.write(folder.resolve("a run's"), 20);
        Files.writeString(run.resolve("best.zip"), "no zip"); // the page names the file but does not read it
        Path page = folder.resolve("commands.html");
        RunReport.write(run, page);
        narrow();
        open(page);
        try {
            String named =
                    " --checkpoint '" + run.resolve("best.zip").toString().replace("'", "'\\''") + "'";
            String sample = "java -jar charrnn.jar sample" + named + " --prime 'static int ' --length 500";
            assertThat(texts(".command pre")).containsExactly(sample, "java -jar charrnn.jar evaluate" + named);
            assertThat(browser.executeScript("return [...document.querySelectorAll('.command pre')]"
                            + ".every((line) => line.scrollWidth <= line.clientWidth)"))
                    .as("nothing of a command is cut off")
                    .isEqualTo(true);
            browser.executeScript("navigator.clipboard.writeText = async (text) => window.copied = text");
            WebElement button = browser.findElement(By.cssSelector(".command button"));
            browser.executeScript("arguments[0].scrollIntoView({block: 'center'})", button);
            button.click();
            assertThat(browser.executeScript("return window.copied")).isEqualTo(sample);
            assertThat(button.getText()).isEqualTo("Copied");
        } finally {
            browser.executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
        }
    }

    @Test
    void showsTheTestLossAndTheCommit() throws IOException {
        Path page = page("tested", 20);
        Files.writeString(
                page,
                Files.readString(page)
                        .replace(
                                "\"verdict\":",
                                "\"test\":{\"step\":200,\"bitsPerChar\":1.5234,\"chars\":9786},"
                                        + "\"environment\":{\"gitCommit\":\"commit 7d20332\"},\"verdict\":"));
        open(page);
        assertThat(texts(".tile")).contains("Test\n1.523\nbits per character, step 200");
        assertThat(texts("dd")).contains("1.523 bits per character on 9,786 characters, step 200");
        assertThat(texts("dl").get(texts("dl").size() - 1)).isEqualTo("Commit\n7d20332");
        open(page("untested", 20));
        assertThat(texts("dd")).contains("not measured with this checkpoint");
        assertThat(texts(".tile")).noneMatch(tile -> tile.startsWith("Test"));
    }

    private static void narrow() {
        browser.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", 390, "height", 844, "deviceScaleFactor", 1, "mobile", true));
    }

    @Test
    void theKeyboardMovesTheSamplesSlider() throws IOException {
        open(page("slider", 100));
        WebElement slider = browser.findElement(By.cssSelector("input[type=range]"));
        slider.sendKeys(Keys.HOME);
        assertThat(texts("pre.text").get(0)).endsWith("sample 10");
        slider.sendKeys(Keys.ARROW_RIGHT);
        assertThat(texts("pre.text").get(0)).endsWith("sample 20");
        assertThat(slider.getDomAttribute("aria-valuetext")).startsWith("Sample 2 of 10 · 18 s · step 200");
    }

    @Test
    void thePointerAndTheArrowKeysReadTheCurves() throws IOException {
        open(page("hover", 100));
        WebElement plot = browser.findElement(By.cssSelector(".plot > svg"));
        new Actions(browser).moveToElement(plot).perform();
        assertThat(texts("figcaption .when")).allMatch(text -> text.contains(" · step "));
        assertThat(browser.findElements(By.cssSelector(".pointer circle"))).hasSizeGreaterThanOrEqualTo(5);
        plot.sendKeys(Keys.HOME);
        assertThat(texts("figcaption .when").get(0)).isEqualTo("0.9 s · step 10 · 800 characters");
        plot.sendKeys(Keys.ARROW_RIGHT);
        assertThat(texts("figcaption .when").get(0)).isEqualTo("1.8 s · step 20 · 1,600 characters");
    }

    @Test
    void screenReadersAnnounceTheValueThatTheArrowKeysSelect() throws IOException {
        open(page("spoken", 100));
        WebElement plot = browser.findElement(By.cssSelector(".plot > svg"));
        assertThat(plot.getAriaRole()).isEqualTo("application");
        assertThat(plot.getAccessibleName()).startsWith("Loss, bits per character as curves");
        assertThat(browser.findElements(By.cssSelector("figure > [aria-live=polite]")))
                .hasSameSizeAs(browser.findElements(By.tagName("figure")));
        plot.sendKeys(Keys.HOME);
        assertThat(spoken().get(0)).matches("0\\.9 s · step 10 · 800 characters · training [0-9.]+");
        assertThat(spoken().subList(1, spoken().size()))
                .as("by the other charts")
                .containsOnly("");
        plot.sendKeys(Keys.END);
        assertThat(spoken().get(0)).matches("1:30 min · step 1,000 · .* · training [0-9.]+ · validation 2\\.500");
        plot.sendKeys(Keys.TAB);
        assertThat(spoken()).as("once the focus has left").containsOnly("");
        new Actions(browser).moveToElement(plot).perform();
        assertThat(texts("figcaption .when").get(0)).contains(" · step ");
        assertThat(spoken()).as("of the pointer").containsOnly("");
    }

    /** The label of the charts for screen readers, which is not visible text. */
    private static List<String> spoken() {
        return browser.findElements(By.cssSelector(".spoken")).stream()
                .map(span -> String.valueOf(span.getDomProperty("textContent")))
                .toList();
    }

    @Test
    void theTrainingLineOfALongRunIsTheMeanOfAllReports() throws IOException {
        Path page = folder.resolve("skewed.html");
        RunReport.write(RunFolders.writeSkewed(folder.resolve("skewed"), 20_000), page);
        open(page);
        assertThat(texts(".legend .c0 .value")).containsExactly("2.100");
        WebElement plot = browser.findElement(By.cssSelector(".plot > svg"));
        new Actions(browser).moveToElement(plot).perform();
        assertThat(texts(".legend .c0 .value")).containsExactly("2.100");
        plot.sendKeys(Keys.HOME);
        assertThat(texts("figcaption .when").get(0)).contains(" · step 260 · ");
        plot.sendKeys(Keys.ARROW_RIGHT);
        assertThat(texts("figcaption .when").get(0)).as("one mean further").contains(" · step 760 · ");
    }

    @Test
    void eventsThatFillThePageAreCounted() throws IOException {
        Path run = Files.createDirectory(folder.resolve("eventful"));
        StringBuilder history = new StringBuilder();
        for (int i = 1; i <= 1000; i++) {
            history.append("{\"step\":" + i + ",\"chars\":2,\"seconds\":3,\"event\":\"")
                    .append(i <= 500 ? "not saved" : "event " + i)
                    .append("\"}\n");
        }
        Files.writeString(run.resolve("history.jsonl"), history);
        Path page = folder.resolve("eventful.html");
        RunReport.write(run, page);
        open(page);
        assertThat(texts(".events li").get(0)).endsWith("not saved (500 times, the last at step 500)");
        assertThat(texts("footer").get(0)).endsWith(" 599 of 1,000 events are shown.");
    }

    @Test
    void theAxisAndTheRangeCanBeChosen() throws IOException {
        open(page("axis", 400));
        choose("chars");
        assertThat(texts(".plot svg text")).contains("100 k").doesNotContain("1 min");
        choose("seconds");
        assertThat(texts(".plot svg text")).contains("1 min").doesNotContain("100 k", "6");
        choose("whole");
        assertThat(texts(".plot svg text")).contains("6");
    }

    /** 4:10 minutes: half of it is more than two minutes, and five, the next round step, is more than all of it. */
    @Test
    void eachTimeAxisHasAtLeastTwoLabels() throws IOException {
        Path page = page("minutes", 278);
        try {
            for (int width : new int[] {1366, 1100, 390}) {
                browser.executeCdpCommand(
                        "Emulation.setDeviceMetricsOverride",
                        Map.of("width", width, "height", 900, "deviceScaleFactor", 1, "mobile", false));
                open(page);
                assertThat((List<?>) browser.executeScript(
                                "return [...document.querySelectorAll('.plot svg[role]')].map((plot) => {"
                                        + " const y = Number(plot.querySelector('.base').getAttribute('y1')) + 18;"
                                        + " return [...plot.querySelectorAll(':scope > text')]"
                                        + ".filter((text) => Number(text.getAttribute('y')) === y).length; })"))
                        .as("labels at %d pixels", width)
                        .isNotEmpty()
                        .allSatisfy(labels ->
                                assertThat(((Number) labels).intValue()).isGreaterThanOrEqualTo(2));
            }
        } finally {
            browser.executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
        }
    }

    private static void choose(String value) {
        WebElement input = browser.findElement(By.cssSelector("input[value=" + value + "]"));
        input.sendKeys(Keys.SPACE);
        assertThat(input.isSelected()).isTrue();
    }

    @Test
    void followsTheSystemsColoursAndNarrowScreens() throws IOException {
        open(page("dark", 100));
        String light = browser.findElement(By.tagName("body")).getCssValue("background-color");
        browser.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", "dark"))));
        browser.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", 360, "height", 780, "deviceScaleFactor", 1, "mobile", true));
        assertThat(browser.findElement(By.tagName("body")).getCssValue("background-color"))
                .isNotEqualTo(light);
        assertThat(((Number) browser.executeScript("return document.documentElement.scrollWidth")).intValue())
                .as("nothing stands out to the side")
                .isLessThanOrEqualTo(360);
        browser.executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
        browser.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("features", List.of()));
    }

    @Test
    void comparesRunsByTheirCurvesResultsAndDifferences() throws IOException {
        Path small = RunFolders.write(folder.resolve("small"), 50);
        Path large = RunFolders.write(folder.resolve("large"), 100);
        Files.writeString(
                large.resolve("config.yaml"),
                Files.readString(large.resolve("config.yaml"))
                        .replace("batchSize: 4", "batchSize: 8")
                        .replace("<i>tiny</i>", "large"));
        Path page = folder.resolve("compared.html");
        RunReport.write(List.of(small, large), page, List.of());
        open(page);
        assertThat(texts("h1")).containsExactly("2 runs compared");
        assertThat(texts(".plot .axis")).containsExactly("over training time", "over characters trained on");
        assertThat(browser.findElements(By.cssSelector("path.curve"))).hasSize(4);
        assertThat(texts("tbody strong")).containsExactly("2.500");
        assertThat(texts("td code")).isEmpty();
        assertThat(texts("tbody th code")).containsExactly("training.batchSize");
        assertThat(texts(".more")).contains("3 other keys are the same in all.");
    }

    @Test
    void aShareOfFunctionsWithoutTheirNumber() throws IOException {
        Path run = Files.createDirectory(folder.resolve("uncounted"));
        Files.writeString(
                run.resolve("history.jsonl"),
                "{\"step\":10,\"chars\":9,\"seconds\":1,\"validationBpc\":2.5,\"parses\":0.5}\n");
        Path page = folder.resolve("uncounted.html");
        RunReport.write(run, page);
        open(page);
        assertThat(texts(".tile")).contains("Functions that parse\n50 %\nat step 10");
        assertThat(texts("dd")).contains("50 % at step 10");
    }

    @Test
    void aRunWithOneLineAndOneWithoutAny() throws IOException {
        open(page("one", 1));
        assertThat(browser.findElements(By.cssSelector("circle.dot.c0"))).isNotEmpty();
        assertThat(browser.findElement(By.id("page")).getDomProperty("innerHTML"))
                .doesNotContain("NaN", "undefined", "Infinity");
        open(page("none", 0));
        assertThat(texts(".note").get(0)).startsWith("Nothing has been reported yet");
        assertThat(browser.findElements(By.cssSelector("figure"))).isEmpty();
    }
}
