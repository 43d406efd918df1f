package charrnn.tools.report;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.Chromium;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.interactions.Actions;

/** The page in a real browser, which opens it as a file. */
class ReportBrowserTest extends Chromium {
    @TempDir
    private static Path folder;

    private static void open(Path page) {
        browser.get(page.toUri().toString());
        // Charts are drawn as soon as they have a size, in a frame.
        browser.executeAsyncScript(
                "const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(done));");
        assertThat(complaints()).isEmpty();
    }

    /** Writes a page of runs and opens it. */
    private static void open(String name, Path... runs) throws IOException {
        Path page = folder.resolve(name + ".html");
        RunReport.write(List.of(runs), page);
        open(page);
    }

    private static Path page(String name, int reports) throws IOException {
        Path page = folder.resolve(name + ".html");
        RunReport.write(List.of(RunFolders.write(folder.resolve(name), reports)), page);
        return page;
    }

    @Test
    void showsARunAndDoesNotExecuteItsText() throws IOException {
        open(page("run", 400));
        assertThat(browser.getTitle()).isEqualTo("<i>tiny</i> · charrnn");
        assertThat(texts("h1")).containsExactly("<i>tiny</i>");
        assertThat(texts("figure h3"))
                .containsExactly(
                        "Loss, bits per character",
                        "Learning rate",
                        "Gradient norm, before clipping (logarithmic axis)",
                        "Speed, characters per second");
        assertThat(findAll("path.curve")).hasSize(6);
        assertThat(texts(".tile")).noneMatch(tile -> tile.startsWith("Test"));
        assertThat(texts("dd")).contains("not measured with this checkpoint");
        assertThat(texts("svg text.name")).contains("best 2.300");
        assertThat(findAll("main img, main b, main i")).isEmpty();
        assertThat(texts(".events li").get(0)).endsWith("rolled back; <b>rate halved</b>");
        assertThat(texts("pre.text").get(0)).startsWith(RunFolders.HOSTILE).endsWith("sample 400");
        keepScreenshot("report.png");
        choose("chars");
        assertThat(texts(".plot svg text")).contains("100 k").doesNotContain("1 min");
        choose("seconds");
        assertThat(texts(".plot svg text")).contains("1 min").doesNotContain("100 k", "6");
        choose("whole");
        assertThat(texts(".plot svg text")).contains("6");
        String light = bodyColour();
        darken();
        screen(360, 780, true);
        assertThat(bodyColour()).isNotEqualTo(light);
        assertThat(pageWidth()).as("nothing stands out to the side").isLessThanOrEqualTo(360);
    }

    @Test
    void theButtonCopiesTheWholeCommand() throws IOException {
        Path run = RunFolders.write(folder.resolve("a run's"), 20);
        Files.writeString(run.resolve("best.zip"), "no zip"); // the page names the file but does not read it
        screen(390, 844, true);
        open("commands", run);
        String named = " --checkpoint '" + run.resolve("best.zip").toString().replace("'", "'\\''") + "'";
        String sample = "java -jar charrnn.jar sample" + named + " --prime 'static int ' --length 500";
        assertThat(texts(".command pre")).containsExactly(sample, "java -jar charrnn.jar evaluate" + named);
        assertThat(browser.executeScript("return [...document.querySelectorAll('.command pre')]"
                        + ".every((line) => line.scrollWidth <= line.clientWidth)"))
                .as("nothing of a command is cut off")
                .isEqualTo(true);
        browser.executeScript("navigator.clipboard.writeText = async (text) => window.copied = text");
        WebElement button = find(".command button");
        browser.executeScript("arguments[0].scrollIntoView({block: 'center'})", button);
        button.click();
        assertThat(browser.executeScript("return window.copied")).isEqualTo(sample);
        assertThat(button.getText()).isEqualTo("Copied");
    }

    @Test
    void showsTheTestLossAndTheCommit() throws IOException {
        Path page = page("tested", 20);
        String more = "\"test\":{\"step\":200,\"bitsPerChar\":1.5234,\"chars\":9786},"
                + "\"environment\":{\"gitCommit\":\"commit 7d20332\"},\"notes\":";
        Files.writeString(page, Files.readString(page).replace("\"notes\":", more));
        open(page);
        assertThat(texts(".tile")).contains("Test\n1.523\nbits per character, step 200");
        assertThat(texts("dd")).contains("1.523 bits per character on 9,786 characters, step 200");
        assertThat(texts("dl").get(texts("dl").size() - 1)).isEqualTo("Commit\n7d20332");
    }

    @Test
    void thePointerAndTheKeyboardReadTheCurvesAndTheSamples() throws IOException {
        open(page("hover", 100));
        WebElement slider = find("input[type=range]");
        slider.sendKeys(Keys.HOME);
        assertThat(texts("pre.text").get(0)).endsWith("sample 10");
        slider.sendKeys(Keys.ARROW_RIGHT);
        assertThat(texts("pre.text").get(0)).endsWith("sample 20");
        assertThat(slider.getDomAttribute("aria-valuetext")).startsWith("Sample 2 of 10 · 18 s · step 200");
        WebElement plot = find(".plot > svg");
        assertThat(plot.getAriaRole()).isEqualTo("application");
        assertThat(plot.getAccessibleName()).startsWith("Loss, bits per character as curves");
        assertThat(findAll("figure > [aria-live=polite]")).hasSameSizeAs(findAll("figure"));
        plot.sendKeys(Keys.HOME);
        assertThat(texts("figcaption .when").get(0)).isEqualTo("0.9 s · step 10 · 800 characters");
        assertThat(spoken().get(0)).matches("0\\.9 s · step 10 · 800 characters · training [0-9.]+");
        assertThat(spoken().subList(1, spoken().size()))
                .as("by the other charts")
                .containsOnly("");
        plot.sendKeys(Keys.ARROW_RIGHT);
        assertThat(texts("figcaption .when").get(0)).isEqualTo("1.8 s · step 20 · 1,600 characters");
        plot.sendKeys(Keys.END);
        assertThat(spoken().get(0)).matches("1:30 min · step 1,000 · .* · training [0-9.]+ · validation 2\\.500");
        plot.sendKeys(Keys.TAB);
        assertThat(spoken()).as("once the focus has left").containsOnly("");
        new Actions(browser).moveToElement(plot).perform();
        assertThat(texts("figcaption .when")).allMatch(text -> text.contains(" · step "));
        assertThat(findAll(".pointer circle")).hasSizeGreaterThanOrEqualTo(5);
        assertThat(spoken()).as("of the pointer").containsOnly("");
    }

    /** The label of the charts for screen readers, which is not visible text. */
    private static List<String> spoken() {
        return findAll(".spoken").stream()
                .map(span -> String.valueOf(span.getDomProperty("textContent")))
                .toList();
    }

    @Test
    void theTrainingLineOfALongRunIsTheMeanOfAllReports() throws IOException {
        open("skewed", RunFolders.writeSkewed(folder.resolve("skewed"), 20_000));
        assertThat(texts(".legend .c0 .value")).containsExactly("2.100");
        WebElement plot = find(".plot > svg");
        new Actions(browser).moveToElement(plot).perform();
        assertThat(texts(".legend .c0 .value")).containsExactly("2.100");
        plot.sendKeys(Keys.HOME);
        assertThat(texts("figcaption .when").get(0)).contains(" · step 260 · ");
        plot.sendKeys(Keys.ARROW_RIGHT);
        assertThat(texts("figcaption .when").get(0)).as("one mean further").contains(" · step 760 · ");
    }

    /** 4:10 minutes: half of it is more than two minutes, and five, the next round step, is more than all of it. */
    @Test
    void eachTimeAxisHasAtLeastTwoLabels() throws IOException {
        Path page = page("minutes", 278);
        for (int width : new int[] {1366, 1100, 390}) {
            screen(width, 900, false);
            open(page);
            assertThat((List<?>) browser.executeScript(
                            "return [...document.querySelectorAll('.plot svg[role]')].map((plot) => {"
                                    + " const y = Number(plot.querySelector('.base').getAttribute('y1')) + 18;"
                                    + " return [...plot.querySelectorAll(':scope > text')]"
                                    + ".filter((text) => Number(text.getAttribute('y')) === y).length; })"))
                    .as("labels at %d pixels", width)
                    .isNotEmpty()
                    .allSatisfy(
                            labels -> assertThat(((Number) labels).intValue()).isGreaterThanOrEqualTo(2));
        }
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
        open("compared", small, large);
        assertThat(texts("h1")).containsExactly("2 runs compared");
        assertThat(texts(".plot .axis")).containsExactly("over training time", "over characters trained on");
        assertThat(findAll("path.curve")).hasSize(4);
        assertThat(texts("tbody strong")).containsExactly("2.500");
        assertThat(texts("td code")).isEmpty();
        assertThat(texts("tbody th code")).containsExactly("training.batchSize");
        assertThat(texts(".more")).contains("3 other keys have the same value in all runs.");
        Files.delete(large.resolve("split.json"));
        open("compared", small, large);
        assertThat(texts("tbody strong")).isEmpty();
        assertThat(texts(".note")).anyMatch(note -> note.endsWith("their losses cannot be compared."));
        open("compared", small, small);
        assertThat(texts("section > p")).containsExactly("Nothing.", "Not known.");
    }

    @Test
    void aRunWithOneLineAndOneWithoutAny() throws IOException {
        open(page("one", 1));
        assertThat(findAll("circle.dot.c0")).isNotEmpty();
        assertThat(browser.findElement(By.id("page")).getDomProperty("innerHTML"))
                .doesNotContain("NaN", "undefined", "Infinity");
        Path none = folder.resolve("none.html");
        Files.writeString(none, RunReport.page(RunFolders.write(folder.resolve("none"), 0)));
        open(none);
        assertThat(texts(".note").get(0)).startsWith("Nothing has been reported yet");
        assertThat(findAll("figure")).isEmpty();
    }
}
