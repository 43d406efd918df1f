package charrnn.tools.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import charrnn.Chromium;
import charrnn.corpus.Vocabulary;
import charrnn.lstm.LstmInstaller;
import charrnn.match.InputEncoding;
import charrnn.match.TextHistory;
import charrnn.model.RecurrentState;
import charrnn.model.StreamingNetwork;
import charrnn.model.TestNetworks;
import charrnn.model.checkpoint.Checkpoint;
import charrnn.model.checkpoint.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** Tests the page of a network, a local file, in a browser. */
class WebPageBrowserTest extends Chromium {
    @TempDir
    private static Path folder;

    private static String text;
    private static Vocabulary vocabulary;

    @BeforeAll
    static void readText() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("corpus/starter"))) {
            List<Path> sources = files.filter(file -> file.toString().endsWith(".c"))
                    .sorted()
                    .toList();
            StringBuilder all = new StringBuilder();
            for (Path source : sources) {
                all.append(Files.readString(source));
            }
            text = all.toString();
        }
        vocabulary = new Vocabulary(text.codePoints().boxed().toList());
    }

    @AfterEach
    void noComplaints() {
        assertThat(complaints()).isEmpty();
    }

    /** A network of random weights, hundredths from -127 to 127, which the eight bits of the page's numbers hold exactly. */
    private static StreamingNetwork network(int matches, boolean names, String gates) {
        String model =
                "{layers: 2, hidden: [13, 10], match: %d, names: %s, gates: %s}".formatted(matches, names, gates);
        StreamingNetwork network = TestNetworks.of(vocabulary.size(), "model: " + model);
        Nd4j.getRandom().setSeed(7);
        network.params().assign(Nd4j.randn(network.params().shape()).muli(0.5));
        network.paramTable().forEach((name, weights) -> {
            if (name.endsWith("W")) {
                weights.assign(Transforms.round(weights.mul(100)).divi(100));
                weights.assign(Transforms.max(Transforms.min(weights, 1.27), -1.27));
                weights.getRow(0).assign(1.27);
            }
        });
        if (gates.equals("coupled")) {
            LstmInstaller.couple(network);
        }
        return network;
    }

    private static Checkpoint checkpoint(StreamingNetwork network, int step, double loss) {
        Progress progress = new Progress(
                new Progress.Position(step, 0, step, 100L * step),
                step,
                1,
                new Progress.Losses(OptionalDouble.of(loss), step, OptionalDouble.empty(), OptionalDouble.of(loss)),
                Progress.Control.NEW,
                Progress.SinceReport.NOTHING,
                0,
                new Progress.Origin("test", "none", "fast", 1, "none"));
        return new Checkpoint(network, vocabulary, "sampling: {prime: 'int '}", progress, RecurrentState.NONE);
    }

    private static Path open(StreamingNetwork network) throws IOException {
        Path page = folder.resolve("page.html");
        WebExport export = new WebExport();
        export.add(checkpoint(network, 0, 6), "<b>tiny", "c");
        export.write(page);
        browser.get("about:blank");
        browser.get(page.toUri().toString());
        waitForFirstText();
        assertThat(find("#problem").isDisplayed()).isFalse();
        assertThat(complaints()).isEmpty();
        return page;
    }

    /** Without the kernel in WebAssembly, a loop in JavaScript does its work. */
    @ParameterizedTest
    @CsvSource({"0, false, coupled, true", "1, true, full, false", "2, true, coupled, true"})
    void logProbabilitiesAreThoseOfJava(int matches, boolean names, String gates, boolean kernel) throws IOException {
        StreamingNetwork network = network(matches, names, gates);
        open(network);
        int[] symbols = Arrays.copyOf(vocabulary.encode(text), 2000);
        InputEncoding encoding = network.encoding();
        TextHistory history = encoding.history(vocabulary);
        int[] inputs = new int[symbols.length * encoding.activeInputs()];
        for (int i = 0; i < symbols.length; i++) {
            history.read(symbols[i], inputs, i * encoding.activeInputs());
        }
        float[] expected = network.predictor().predict(new int[][] {inputs});
        String logs = (String) browser.executeScript(
                (kernel ? "new WebAssembly.Module(assembled());" : "WebAssembly = undefined;")
                        + "const network = new Network(JSON.parse(document.getElementById('data').textContent).networks[0]);"
                        + "return arguments[0].map((symbol) => network.step(symbol).join()).join();",
                Arrays.stream(symbols).boxed().toList());
        double[] found =
                Arrays.stream(logs.split(",")).mapToDouble(Double::parseDouble).toArray();
        assertThat(found).hasSameSizeAs(expected);
        for (int i = 0; i < found.length; i++) {
            assertThat(found[i]).isCloseTo(Math.log(expected[i]), within(1e-3));
        }
    }

    /** The text is longer than a history keeps, and a part of it is written. */
    @ParameterizedTest
    @CsvSource({"1, false", "2, true"})
    void historiesAreThoseOfJava(int matches, boolean names) throws IOException {
        List<String> lines = text.lines().toList();
        SplittableRandom random = new SplittableRandom(5);
        String read = Stream.generate(() -> lines.get(random.nextInt(lines.size())))
                .limit(25_000)
                .collect(Collectors.joining("\n"));
        assertThat(read.length()).isGreaterThan((1 << 19) + 20_000);
        open(network(matches, names, "full"));
        InputEncoding encoding = new InputEncoding(vocabulary.size(), matches, names);
        TextHistory history = encoding.history(vocabulary);
        int[] symbols = vocabulary.encode(read);
        int[] inputs = new int[encoding.activeInputs()];
        int hash = 0;
        for (int i = 0; i < symbols.length; i++) {
            if (i == 100_000) {
                history.beginWriting();
            }
            history.read(symbols[i], inputs, 0);
            for (int input : inputs) {
                hash = 31 * hash + input;
            }
        }
        Object found = browser.executeScript("""
                const data = JSON.parse(document.getElementById("data").textContent).networks[0];
                const network = new Network(data);
                const history = new TextHistory(data);
                let hash = 0;
                Array.from(arguments[0]).forEach((character, i) => {
                  if (i === 100_000) {
                    history.beginWriting();
                  }
                  history.read(network.symbolOf(character)).forEach((input) => hash = Math.imul(31, hash) + input | 0);
                });
                return hash;""", read);
        assertThat(((Number) found).intValue()).isEqualTo(hash);
    }

    /** Waits for what a page writes by itself. */
    private static void waitForFirstText() {
        waitFor("document.querySelector('.pane') && document.getElementById('stop').disabled");
    }

    private static String write(String seed) {
        set("length", "50");
        set("seed", seed);
        find("#write").click();
        waitFor("document.getElementById('stop').disabled");
        return texts("#panes .line > span:not(.given)").isEmpty() ? "" : letters();
    }

    private static String letters() {
        return (String) browser.executeScript(
                "return [...document.querySelectorAll('.line > span:not(.given)')].map((s) => s.textContent).join('')");
    }

    private static String readFigures() {
        find("#read").click();
        waitFor("document.querySelector('.state').textContent === 'read'");
        return find(".figures div:last-child").getText();
    }

    @Test
    void theSliderTakesAnotherStageWhichWritesAgain() throws IOException {
        WebExport export = new WebExport();
        for (int step : new int[] {400, 10, 50}) {
            StreamingNetwork network = network(0, false, "full");
            network.params().muli(step / 400.0);
            export.add(
                    checkpoint(network, step, 2.0 - step / 400.0),
                    step == 50 ? "other" : "mine",
                    step == 50 ? "python" : "c");
        }
        Path page = folder.resolve("stages.html");
        export.write(page);
        browser.get(page.toUri().toString());
        waitForFirstText();
        assertThat(find("output[for=stage]").getText())
                .isEqualTo("step 400 · 40 k characters in 7 min · 1.00 bits per character of unseen text");
        String last = write("3");
        find("#stage").sendKeys(Keys.HOME);
        waitFor(
                "document.querySelector('.pane p').textContent.startsWith('sample 3') && document.getElementById('stop').disabled");
        assertThat(find("output[for=stage]").getText())
                .isEqualTo("step 10 · 1,000 characters in 10 s · 1.98 bits per character of unseen text");
        assertThat(letters()).hasSize(50).isNotEqualTo(last);
        assertThat(texts("#curve b")).containsExactly("1.98", "1.00");
        find("#play").click();
        waitFor("document.getElementById('play').textContent === '▶ Play'");
        assertThat(find("output[for=stage]").getText())
                .as("it has gone to the end")
                .startsWith("step 400");
        findAll("#curve b").get(0).click();
        waitFor("document.querySelector('output[for=stage]').textContent.startsWith('step 10 ')");
        choose("other");
        waitFor("document.getElementById('name').textContent === 'other' && document.getElementById('stop').disabled");
        assertThat(find("#prompt").getDomProperty("value")).isEqualTo("int ");
        assertThat(texts(".examples button")).as("those for Python").contains("a class");
        assertThat(texts("#view option")).noneMatch(option -> option.startsWith("in a comment"));
        assertThat(find("#stage").isDisplayed()).isFalse();
        assertThat(find(".setting:has(#matches)").isDisplayed()).isFalse();
        keepScreenshot("web-stages.png");
    }

    @Test
    void writesReadsContinuesAndShowsAUnitOnAnyScreen() throws IOException {
        open(network(2, true, "coupled"));
        String first = write("3");
        assertThat(first)
                .hasSize(50)
                .isEqualTo(write("3"))
                .isNotEqualTo(write("4"))
                .doesNotContain("\ufffd");
        assertThat(browser.getTitle()).isEqualTo("<b>tiny · charrnn");
        assertThat(find("#model").getText()).contains("13 and 10 units", vocabulary.size() + " characters");
        set("temperature", "0");
        assertThat(write("3")).isEqualTo(write("4"));

        set("prompt", "int main(void) { <img> }\u20ac { int a; { int b; } } /* x */");
        String with = readFigures();
        browser.executeScript("document.getElementById('matches').click()"); // reads again
        waitFor("document.querySelector('.pane header').textContent.includes('without matches')"
                + " && document.querySelector('.state').textContent === 'read'");
        assertThat(find(".figures div:last-child").getText()).isNotEqualTo(with);
        assertThat(letters()).startsWith("int main(void) { <img> }\u20ac");
        assertThat(find(".figures").getText()).contains("55 chars", " bits");
        browser.executeScript("const view = document.getElementById('view'); view.value = 'open braces';"
                + "view.dispatchEvent(new Event('change'))");
        assertThat(findAll(".line > .plus, .line > .minus")).isNotEmpty();
        assertThat(find("output[for=unit]").getText()).matches("layer [12], unit \\d+");
        WebElement pre = find("pre.letters");
        pre.sendKeys(Keys.HOME, Keys.ARROW_RIGHT);
        assertThat(find(".card").getText()).startsWith("“n” character 2\n");
        pre.sendKeys(Keys.ENTER);
        find(".card .another input").sendKeys("f", Keys.ENTER);
        waitFor("document.querySelector('.state').textContent === 'length reached'");
        assertThat(letters()).startsWith("if").hasSize(52);

        darken();
        screen(390, 800, true);
        assertThat(pageWidth()).isLessThanOrEqualTo(390);
        keepScreenshot("web-narrow.png");
        set("prompt", text.repeat(3));
        find("#read").click();
        waitFor("document.querySelectorAll('.line > span:not(.given)').length > 0");
        find("body").sendKeys(Keys.ESCAPE);
        waitFor("document.querySelector('.state').textContent === 'stopped'");
        set("prompt", "x".repeat(1_000_001));
        assertThat(find("#problem").getText())
                .isEqualTo("The text was cut: a page reads at most 1,000,000 characters.");
    }

    /** Without workers the page's own thread does the work, and says so. */
    @Test
    void whereWorkersAreForbiddenThePageStillWrites() throws IOException {
        StreamingNetwork network = network(2, true, "full");
        Path page = open(network);
        String written = write("3");
        Path without = folder.resolve("without.html");
        Files.writeString(without, Files.readString(page).replace("; worker-src blob:", "; worker-src 'none'"));
        browser.get(without.toUri().toString());
        waitForFirstText();
        assertThat(find("#problem").getText()).startsWith("The browser allows this page no worker (");
        assertThat(write("3")).isEqualTo(written);
        complaints(); // the policy's own
    }

    @Test
    void damagedWeightsAreReported() throws IOException {
        Path page = open(network(0, false, "full"));
        Path damaged = folder.resolve("damaged.html");
        Files.writeString(damaged, Files.readString(page).replaceFirst("(\"values\":\")[^\"]{4}", "$1"));
        browser.get(damaged.toUri().toString());
        waitFor("document.getElementById('problem').textContent.startsWith('The page is damaged')");
        assertThat(find("#write").isEnabled()).isFalse();
        String whole = Files.readString(page);
        Files.writeString(damaged, whole.substring(0, whole.indexOf("\"values\"")));
        browser.get("about:blank");
        browser.get(damaged.toUri().toString());
        assertThat(find("#problem").getText())
                .endsWith("the file has not arrived whole, or the browser is older than 2023.");
    }
}
