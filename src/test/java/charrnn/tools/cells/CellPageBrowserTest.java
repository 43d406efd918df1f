package charrnn.tools.cells;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.Chromium;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.interactions.Actions;

/** Tests the page, a local file, in a browser. */
class CellPageBrowserTest extends Chromium {
    @TempDir
    private static Path folder;

    private static String text;

    @BeforeAll
    static void writePage() throws IOException {
        text = CellPages.HOSTILE + Files.readString(Path.of("corpus/starter/drivers/ata.c"));
        CellPage.write(CellPages.report(text), 10_000, folder.resolve("cells.html"));
    }

    @BeforeEach
    void open() {
        browser.get("about:blank"); // a change of the fragment would not reload the page
        browser.get(folder.resolve("cells.html").toUri().toString());
        assertThat(complaints()).isEmpty();
    }

    private static WebElement character(String in) {
        int place = text.codePointCount(0, text.indexOf(in));
        return find(".cells span:nth-child(" + (place + 1) + ")");
    }

    private static void waitForUnit(String spoken) {
        waitFor("document.querySelector('input[type=range]').getAttribute('aria-valuetext') === '" + spoken + "'");
    }

    @Test
    void showsTheBestUnitFirstAndRunsNoMarkupOfTheText() {
        assertThat(browser.getTitle()).isEqualTo("<b>ata.c · charrnn cells");
        assertThat(find(".cells").getDomProperty("textContent")).isEqualTo(text);
        assertThat(findAll("main img, main b, main i")).isEmpty();
        assertThat(find(".features a[aria-current]").getText()).startsWith("c:1:4 ▼");
        assertThat(find(".scale .now").getText()).isEqualTo("underlined: in a string");
        assertThat(character("base.h\"").getDomAttribute("class"))
                .containsPattern("minus v(9|10)")
                .contains("holds");
        assertThat(character("#include").getDomAttribute("class"))
                .containsPattern("plus v(9|10)")
                .doesNotContain("holds");
    }

    @Test
    void linksSelectAUnitAndBackReturnsToThePreviousOne() {
        find(".features a[href='#h:2:7:11']").click();
        waitForUnit("layer 2, unit 7");
        assertThat(find("input[type=number]").getDomProperty("value")).isEqualTo("7");
        assertThat(find("select").getDomProperty("value")).isEqualTo("2");
        assertThat(find("input[value=h]").isSelected()).isTrue();
        assertThat(find(".scale .now").getText()).isEqualTo("beside: open braces");
        browser.navigate().back();
        waitForUnit("layer 1, unit 4");
        assertThat(find("input[value=c]").isSelected()).isTrue();
    }

    @Test
    void bitsViewShowsPredictionsAtThePointer() {
        choose("surprise");
        waitFor("document.querySelector('.cells .surprise') !== null");
        assertThat(browser.getCurrentUrl()).endsWith("#surprise");
        assertThat(find("input[type=range]").isDisplayed()).isFalse();
        assertThat(findAll(".cells .surprise.v10")).isNotEmpty();
        assertThat(findAll(".cells .plus")).isEmpty();
        new Actions(browser).moveToElement(character("#include")).perform();
        assertThat(find(".place").getText()).startsWith("“#” character ").contains(" bits, probability ");
        List<WebElement> rows = findAll(".place tr");
        assertThat(rows).hasSize(5);
        assertThat(rows.get(0).getText()).isEqualTo("unknown character 50 %");
        assertThat(rows.get(1).getText()).isEqualTo("tab 25 %");
    }

    @Test
    void arrowKeysMoveAlongTheText() {
        WebElement cells = find(".cells");
        cells.sendKeys(Keys.HOME);
        assertThat(find(".place").getText()).startsWith("“/” character 1\n");
        cells.sendKeys(Keys.ARROW_RIGHT, Keys.ARROW_RIGHT, Keys.ARROW_RIGHT);
        assertThat(find(".place").getText()).startsWith("“😀” character 4\n").contains("in a comment");
        cells.sendKeys(Keys.ARROW_DOWN);
        int second = CellPages.HOSTILE.codePointCount(0, CellPages.HOSTILE.length());
        assertThat(find(".place").getText()).contains("character " + (second + 4) + "\n");
        cells.sendKeys(Keys.ARROW_UP, Keys.ARROW_LEFT);
        assertThat(find(".place").getText()).startsWith("space character 3\n");
    }
}
