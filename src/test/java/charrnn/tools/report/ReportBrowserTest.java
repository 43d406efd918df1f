package charrnn.tools.report;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.Chromium;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** The page in a real browser, which opens it as a file. */
class ReportBrowserTest extends Chromium {
    @TempDir
    private static Path folder;

    /** Writes a page of runs and opens it. */
    private static void open(Path... runs) throws IOException {
        Path page = folder.resolve("report.html");
        RunReport.write(List.of(runs), false, page);
        browser.get(page.toUri().toString());
        // Charts are drawn as soon as they have a size, in a frame.
        browser.executeAsyncScript(
                "const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(done));");
        assertThat(complaints()).isEmpty();
        assertThat(find("#page").getDomProperty("innerHTML")).doesNotContain("NaN", "undefined", "Infinity");
    }

    private static Path run(String name, int reports) throws IOException {
        return RunFolders.write(folder.resolve(name), reports);
    }

    @Test
    void showsARunAndExecutesNoneOfItsText() throws IOException {
        open(run("run", 400));
        assertThat(browser.getTitle()).isEqualTo("<i>tiny</i> · charrnn");
        assertThat(texts("figure h3")).hasSize(4).first().isEqualTo("Loss, bits per character");
        assertThat(findAll(".uplot canvas")).hasSize(4);
        assertThat(findAll("main img, main b, main i")).isEmpty();
        assertThat(texts(".events li").get(0)).endsWith("rolled back; <b>rate halved</b>");
        assertThat(texts("pre.text").get(0)).startsWith(RunFolders.HOSTILE).endsWith("sample 400");
        keepScreenshot("report.png");
        for (String axis : List.of("chars", "step", "seconds", "whole")) {
            choose(axis);
        }
        find("input[type=range]").sendKeys(Keys.HOME);
        assertThat(texts("pre.text").get(0)).endsWith("sample 10");
        find(".u-series.dots th").click();
        darken();
        screen(360, 780, true);
        waitFor("document.documentElement.scrollWidth <= 360"); // the charts follow the screen in a frame
        assertThat(complaints()).isEmpty();
    }

    @Test
    void theKeyboardReadsTheCurves() throws IOException {
        open(run("keys", 100));
        WebElement plot = find(".u-over");
        assertThat(plot.getAriaRole()).isEqualTo("application");
        assertThat(plot.getAccessibleName()).startsWith("Loss, bits per character as curves");
        plot.sendKeys(Keys.HOME);
        assertThat(spoken()).matches("0\\.9 s · step 10 · 800 characters · training [0-9.]+ · validation[ 0-9.]*");
        plot.sendKeys(Keys.ARROW_RIGHT);
        assertThat(spoken()).startsWith("1.8 s · step 20 · 1,600 characters");
        plot.sendKeys(Keys.END);
        assertThat(spoken()).matches("1:30 min · step 1,000 · .* · training [0-9.]+ · validation 2\\.500");
    }

    /** The label of the first chart for screen readers, which is not visible text. */
    private static String spoken() {
        return String.valueOf(find(".spoken").getDomProperty("textContent"));
    }

    @Test
    void comparesRunsByTheirCurvesResultsAndDifferences() throws IOException {
        Path small = run("small", 50);
        Path large = run("large", 100);
        Files.writeString(
                large.resolve("config.yaml"),
                Files.readString(large.resolve("config.yaml"))
                        .replace("batchSize: 4", "batchSize: 8")
                        .replace("<i>tiny</i>", "large"));
        open(small, large);
        assertThat(texts("h1")).containsExactly("2 runs compared");
        assertThat(findAll(".uplot canvas")).hasSize(2);
        assertThat(texts("tbody strong")).containsExactly("2.500");
        assertThat(texts("tbody th code")).containsExactly("training.batchSize");
        Files.delete(large.resolve("split.json"));
        open(small, large);
        assertThat(texts("tbody strong")).isEmpty();
        assertThat(texts(".note")).anyMatch(note -> note.endsWith("their losses cannot be compared."));
    }

    @Test
    void showsARunWithOneLineAndOneWithoutAny() throws IOException {
        open(run("one", 1), run("none", 0));
        open(run("one", 1));
        assertThat(findAll("figure")).isNotEmpty();
    }
}
