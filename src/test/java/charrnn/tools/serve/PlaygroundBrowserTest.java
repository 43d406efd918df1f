package charrnn.tools.serve;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.Chromium;
import charrnn.corpus.EncodedTexts;
import charrnn.corpus.Vocabulary;
import charrnn.model.LanguageModel;
import charrnn.sample.FakeLanguageModel;
import charrnn.tools.serve.decode.HashModel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.interactions.Actions;

/** Tests the page with a browser and a server on a fake model. */
class PlaygroundBrowserTest extends Chromium {
    /** A function, and markup that the browser must not interpret. */
    private static final String SCRIPT =
            "f(void)\n{\n\tp(\"<img src=q onerror=document.title='owned'></pre><script>\");\n}\n";

    /** Probability of the next character of a script, and of one whose prediction is uncertain. */
    private static final double CERTAIN = 0.96;

    private static final double UNCERTAIN = 0.3;

    private Served served;

    @BeforeEach
    void open() {
        browser.executeCdpCommand(
                "Browser.grantPermissions",
                Map.of("permissions", List.of("clipboardReadWrite", "clipboardSanitizedWrite")));
        served = new Served();
        served.adopt(Served.MODEL, scripted(SCRIPT, "f"));
        visit();
        waitFor("document.querySelector('#model strong')");
        ask("static int ");
    }

    @AfterEach
    void close() {
        try {
            // The browser logs that the server refuses a text that is not C.
            assertThat(complaints())
                    .allMatch(message -> message.contains("/v1/completions") && message.contains("400"));
        } finally {
            browser.get("about:blank");
            served.close();
        }
    }

    private void replaceServer(Served other) {
        browser.get("about:blank"); // a page without its server complains
        served.close();
        served = other;
    }

    /**
     * Predicts the characters of a script one after the other, and ignores all others that it reads.
     *
     * @param uncertain characters whose predictions have the probability {@link #UNCERTAIN}; X, Y and Z have 0.2 each then
     */
    private static LanguageModel scripted(String script, String uncertain) {
        return scripted(script, uncertain, "XYZ" + Served.C);
    }

    private static LanguageModel scripted(String script, String uncertain, String others) {
        Vocabulary vocabulary = EncodedTexts.vocabulary(script + others);
        return FakeLanguageModel.afterText(script + others, read -> {
            int at = 0;
            for (int i = 0; i < read.length(); i++) {
                at = read.charAt(i) == script.charAt(at) ? (at + 1) % script.length() : at;
            }
            boolean certain = uncertain.indexOf(script.charAt(at)) < 0;
            float[] logarithms = new float[vocabulary.size()];
            Arrays.fill(logarithms, (float) Math.log((certain ? 0.04 : 0.1) / logarithms.length));
            if (!certain) {
                "XYZ".chars().forEach(other -> logarithms[vocabulary.indexOf(other)] = (float) Math.log(0.2));
            }
            logarithms[vocabulary.indexOf(script.charAt(at))] = (float) Math.log(certain ? CERTAIN : UNCERTAIN);
            return logarithms;
        });
    }

    private void visit() {
        browser.get(served.uri("/").toString());
    }

    private static List<String> lines(String selector) {
        return findAll(selector).stream()
                .map(element -> element.getText().replace('\n', ' '))
                .toList();
    }

    private static void ask(String prompt) {
        find("#prompt").clear();
        find("#prompt").sendKeys(prompt);
    }

    private static void flip(String id) {
        WebElement input = find("#" + id);
        boolean before = input.isSelected();
        input.sendKeys(Keys.SPACE);
        assertThat(input.isSelected()).isNotEqualTo(before);
    }

    /** Generates a text at temperature 0 and waits for the figures. */
    private static void write(int length) {
        set("temperature", "0");
        set("length", Integer.toString(length));
        run();
    }

    private static void run() {
        find("#run").click();
        awaitFigures();
    }

    /** Waits until the sample of each pane is in the list, which it joins last. */
    private static void awaitFigures() {
        waitFor("document.querySelector('.pane') && [...document.querySelectorAll('.pane')].every(pane =>"
                + " [...document.querySelectorAll('#samples button')].some(entry =>"
                + " entry.textContent.startsWith(pane.ariaLabel.replace('Sample ', '') + ' ')))");
    }

    private static String written(String pane) {
        return find(pane + " .letters").getDomProperty("textContent");
    }

    private static WebElement letter(int number) {
        return findAll(".line > span:not(.given)").get(number - 1);
    }

    private static String twice() {
        return SCRIPT + SCRIPT;
    }

    @Test
    void showsGeneratedMarkupAsTextWithItsMeasures() throws Exception {
        write(100);
        assertThat(written(".pane")).isEqualTo("static int " + twice().substring(0, 100));
        assertThat(browser.getTitle()).isEqualTo("charrnn playground");
        assertThat(findAll("main img, main script")).isEmpty();
        assertThat(letter(1).getDomAttribute("class")).isEqualTo("l2");
        assertThat(letter(2).getDomAttribute("class")).isEqualTo("l0");
        assertThat(letter(8).getDomAttribute("class")).isEqualTo("l0 newline");
        assertThat(lines(".figures dt")).containsExactly("length", "speed", "bits per character", "C so far");
        List<String> figures = lines(".figures dd");
        assertThat(figures.get(0)).isEqualTo("100 chars");
        assertThat(figures.get(1)).matches("[\\d,]+ chars/s");
        assertThat(figures.get(2)).matches("0\\.\\d\\d bits");
        assertThat(figures.get(3)).isEqualTo("✓ yes");
        keepScreenshot("playground.png");
        served.adopt(Served.MODEL, scripted("f(void)\n}\n", ""));
        write(50);
        assertThat(lines(".figures dd").get(3)).isEqualTo("✗ no");
    }

    @Test
    void textsContinueFromAnotherCharacterByMouseAndKeyboard() {
        write(50);
        new Actions(browser).moveToElement(letter(1)).perform();
        assertThat(find(".card .what").getText()).isEqualTo("“f” character 1");
        assertThat(find(".card").getText()).contains("30 % likely · 1.74 bits");
        assertThat(lines(".card li").subList(0, 4)).containsExactly("“f” 30 %", "“X” 20 %", "“Y” 20 %", "“Z” 20 %");
        assertThat(lines(".card li")).hasSize(8);
        new Actions(browser).moveToElement(find("h1")).perform();
        assertThat(find(".card").isDisplayed()).isFalse();
        letter(3).click();
        assertThat(find(".card").getDomAttribute("class")).contains("held");
        WebElement another = find(".another input");
        another.sendKeys("X", Keys.ENTER);
        awaitFigures();
        assertThat(written(".pane")).isEqualTo("static int f(X" + twice().substring(2, 52));
        assertThat(letter(3).getDomAttribute("class")).contains("mine");
        assertThat(find(".pane header p").getText()).startsWith("sample 2, branched off 1 · ");
        letter(1).click();
        find(".card li:nth-child(3) button").click();
        awaitFigures();
        assertThat(written(".pane")).isEqualTo("static int Y" + twice().substring(0, 50));
        assertThat(letter(1).getDomAttribute("class")).isEqualTo("l2 mine");
        WebElement text = find(".letters");
        text.sendKeys(Keys.HOME, Keys.ARROW_RIGHT, Keys.ARROW_DOWN);
        assertThat(find(".card .what").getText()).startsWith("newline");
        text.sendKeys(Keys.HOME, Keys.ENTER);
        browser.switchTo().activeElement().sendKeys(Keys.ESCAPE);
        assertThat(find(".card").isDisplayed()).isFalse();
        assertThat(browser.switchTo().activeElement().getDomAttribute("class")).isEqualTo("letters");
        text.sendKeys(Keys.ENTER);
        browser.switchTo().activeElement().sendKeys(Keys.ENTER);
        awaitFigures();
        assertThat(lines("#samples li")).hasSize(4);
    }

    @Test
    void textsAppearAsWrittenAndCanBeStopped() throws Exception {
        HashModel model = new HashModel();
        model.hold();
        served.adopt(model);
        ask("ab");
        set("length", "4000");
        find("#run").click();
        model.go(2 + 6);
        waitFor("document.querySelectorAll('.line > span:not(.given)').length === 7");
        assertThat(find(".state").getText()).isEqualTo("writing …");
        assertThat(find("#stop").isEnabled()).isTrue();
        find("#prompt").sendKeys(Keys.ESCAPE);
        waitFor("document.querySelector('.state').textContent === 'stopped'");
        assertThat(find("#stop").isEnabled()).isFalse();
        model.release();
        served.awaitHealth("running", 0);
        waitFor("document.querySelector('#samples li')");
        assertThat(findAll(".line > span:not(.given)")).hasSize(7);
    }

    /** The network's vocabulary lacks digits, which the constraint c needs: the server refuses. */
    @Test
    void refusedPromptsAndTheEndOfTheServerShowOneMessage() {
        served.adopt(Served.MODEL, scripted(SCRIPT, "f", "XYZ"));
        flip("constrain");
        flip("compare");
        find("#run").click();
        waitFor("!document.getElementById('problem').hidden && !document.querySelector('.pane')");
        assertThat(find("#problem").getText()).startsWith("The server refuses: the network does not know");
        assertThat(find("#panes .empty").isDisplayed()).isTrue();
        assertThat(lines("#samples li")).isEmpty();
        served.close();
        find("#run").click();
        waitFor("document.getElementById('problem').textContent === 'The server does not answer.'");
        complaints(); // the browser logs both
    }

    private static String clipboard() {
        return (String) browser.executeAsyncScript("navigator.clipboard.readText().then(arguments[0])");
    }

    /** The names of the models are text too. */
    @Test
    void samplesOfTwoModelsAreShownSideBySide() {
        List<String> names = List.of("<img src=q onerror=document.title='owned'>", "\"><script>");
        replaceServer(Served.of(names.get(0), "c", names.get(1), "c"));
        served.adopt(names.get(0), scripted(SCRIPT, ""));
        served.adopt(names.get(1), scripted("g();\n", ""));
        visit();
        waitFor("document.querySelectorAll('#models input').length === 2");
        ask("static int ");
        findAll("#models input").get(1).sendKeys(Keys.SPACE);
        write(50);
        assertThat(lines(".pane h3"))
                .containsExactly(names.get(0) + " · temperature 0.00", names.get(1) + " · temperature 0.00");
        assertThat(written(".pane:first-child")).isEqualTo("static int " + SCRIPT.substring(0, 50));
        assertThat(written(".pane:last-child")).isEqualTo("static int " + "g();\n".repeat(10));
        assertThat(findAll("main img, main script")).isEmpty();
        assertThat(browser.getTitle()).isEqualTo("charrnn playground");
    }

    @Test
    void aNetworkOfOtherTextIsShownNothingOfC() {
        replaceServer(Served.of("py", "other"));
        served.adopt("py", scripted(SCRIPT, "f"));
        visit();
        waitFor("document.querySelector('#model strong')");
        assertThat(find("#panes .empty").getText()).startsWith("This network has read text, one character");
        for (String id : List.of("#examples", "#constrain", "#until")) {
            assertThat(find(id).isDisplayed()).as(id).isFalse();
        }
        for (String id : List.of("#prompt", "#text")) {
            assertThat(find(id).getDomProperty("value")).as(id).isEmpty();
        }
        set("length", "50");
        find("#run").click();
        waitFor("document.querySelectorAll('#samples li').length === 1");
        assertThat(lines(".figures dd")).hasSize(3);
    }

    /** A copy, a file, settings, a link, two samples side by side, the list of samples after a reload, the second tab, a narrow screen. */
    @Test
    void pageWorksFromEndToEnd(@TempDir Path downloads) {
        write(50);
        browser.executeCdpCommand(
                "Browser.setDownloadBehavior", Map.of("behavior", "allow", "downloadPath", downloads.toString()));
        find(".copy").click();
        find(".download").click();
        Path file = downloads.resolve("sample-1.c");
        while (file.toFile().length() == 0) { // Chromium reserves the name by an empty file
            Thread.onSpinWait();
        }
        assertThat(file).hasContent("static int " + SCRIPT.substring(0, 50));
        assertThat(clipboard()).isEqualTo("static int " + SCRIPT.substring(0, 50));
        find("#forget").click();
        flip("compare");
        flip("until");
        set("temperature-2", "2");
        write(500);
        assertThat(lines(".pane h3")).containsExactly("temperature 0.00", "temperature 2.00");
        assertThat(written(".pane:first-child")).isEqualTo("static int " + SCRIPT.strip());
        assertThat(find(".state").getText()).isEqualTo("function ended");
        find("#link").click();
        waitFor("document.getElementById('announcement').textContent === 'The link is copied.'");
        String link = clipboard();
        browser.get("about:blank");
        browser.get(link.replace("static+int", "%3Cimg+src=q%3E").replace("top_k=0", "top_k=-1"));
        waitFor("document.querySelector('#model strong') && !location.hash");
        assertThat(find("#prompt").getDomProperty("value")).isEqualTo("<img src=q> ");
        assertThat(find("#problem").getText()).endsWith("left out: top_k.");
        assertThat(find("#until").isSelected()).isTrue();
        assertThat(findAll(".pane")).as("opening a link runs nothing").isEmpty();
        assertThat(lines("#samples li")).hasSize(2);
        find("#samples li:last-child button").click();
        assertThat(written(".pane")).isEqualTo("static int " + SCRIPT.strip());
        assertThat(find("#prompt").getDomProperty("value")).isEqualTo("static int ");
        find("#forget").click();
        assertThat(lines("#samples li")).isEmpty();
        String read = "document.querySelector('#cells .cells') && !document.getElementById('read').disabled";
        find("#tab-inside").click();
        waitFor(read); // an example, at once
        find("#read").click();
        waitFor(read);
        String text = find("#text").getDomProperty("value");
        assertThat(find("#cells .cells").getDomProperty("textContent")).isEqualTo(text);
        assertThat(lines("#cells .features button"))
                .hasSize(6)
                .first()
                .asString()
                .startsWith("in a comment");
        assertThat(findAll("#cells .plus, #cells .minus")).isNotEmpty();
        find("#cells input[value=surprise]").sendKeys(Keys.SPACE);
        waitFor("document.querySelector('#cells .cells .surprise')");
        find("#take").click();
        find("#text").sendKeys(Keys.chord(Keys.CONTROL, Keys.ENTER));
        waitFor("document.querySelector('#cells .about').textContent.includes('"
                + ("static int " + SCRIPT.strip()).length() + " characters')");
        assertThat(findAll("#cells img, #cells script, main img")).isEmpty();
        find("#theme").click();
        String dark = bodyColour();
        find("#theme").click();
        assertThat(bodyColour()).isNotEqualTo(dark);
        screen(390, 844, true);
        find("#tab-write").click();
        assertThat(pageWidth()).as("nothing stands out to the side").isLessThanOrEqualTo(390);
        assertThat(browser.getTitle()).isEqualTo("charrnn playground");
    }
}
