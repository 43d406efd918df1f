package charrnn.tools.score;

import static charrnn.tools.score.ScoreReportTest.HOSTILE;
import static org.assertj.core.api.Assertions.assertThat;

import charrnn.Chromium;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScorePageBrowserTest extends Chromium {
    @Test
    void pageShowsTheBestAndTheWorstAsPlainTextAndExplainsEachFigure(@TempDir Path folder) throws IOException {
        Path page = folder.resolve("score.html");
        ScorePage.write(ScoreReportTest.report(), page);
        browser.get(page.toUri().toString());
        assertThat(complaints()).isEmpty();
        assertThat(browser.getTitle()).isEqualTo("<best>.zip · score · charrnn");
        assertThat(findAll("main script, main b")).isEmpty();
        assertThat(findAll("pre").stream().map(element -> element.getDomProperty("textContent")))
                .containsExactly(
                        "sample of 4" + HOSTILE,
                        "sample of 3" + HOSTILE,
                        "sample of 2" + HOSTILE,
                        "sample of 1" + HOSTILE,
                        "sample of 0" + HOSTILE);
        assertThat(texts("section h3")).startsWith("Sample 5: 4 of 4 functions parse, macros aside");
        assertThat(texts(".note")).containsExactly("Nothing was <compiled>.");
        assertThat(texts("header p")).contains("5 samples, 365 characters, 20 functions");
        assertThat(texts(".tile")).containsExactly("Functions that parse, macros aside\n50.0 %");
        assertThat(find("table").getCssValue("border-collapse"))
                .as("the style is applied")
                .isEqualTo("collapse");
        assertThat(texts("h2"))
                .containsExactly(
                        "Is it C?",
                        "Does a compiler accept it?",
                        "Is it new?",
                        "Does it look like C?",
                        "The best samples",
                        "The worst samples",
                        "How it was measured");
        assertThat(texts("tbody th"))
                .hasSize(Measure.values().length + 1)
                .allMatch(text -> text.contains("\n"), "a name and its explanation")
                .anyMatch(text -> text.startsWith("samples with balanced brackets\nevery closing bracket"));
        assertThat(texts("dl"))
                .anyMatch(text -> text.startsWith("chance\nall characters equally likely"))
                .anyMatch(text -> text.contains("(1 sample, 1 character, 4 functions)"))
                .anyMatch(text -> text.contains("Checkpoint\n<best>.zip\nTop-k\noff"));
        screen(390, 844, true);
        assertThat(browser.executeScript("return [...document.querySelectorAll('main, .figures, .figures td,"
                        + " .tile')].filter((box) => box.getBoundingClientRect().right > 390 ||"
                        + " box.scrollWidth > box.clientWidth).map((box) => box.outerHTML.slice(0,"
                        + " 100))"))
                .as("elements that are wider than the screen or scroll")
                .isEqualTo(List.of());
        assertThat(browser.executeScript(
                        "return getComputedStyle(document.querySelector('td + td'), '::before').content"))
                .as("each figure has the name of its column")
                .isEqualTo("\"chance\"");
    }
}
