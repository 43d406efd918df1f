package charrnn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;

/** Tests in a real browser, one for all of them; where there is none, they are skipped. */
public abstract class Chromium {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");

    protected static ChromeDriver browser;

    @BeforeAll
    static void startBrowser() throws IOException {
        assumeThat(CHROMIUM).as("Debian's chromium isn't installed").exists();
        assumeThat(DRIVER).as("Debian's chromium-driver isn't installed").exists();
        if (browser == null) {
            Path profile = Files.createTempDirectory("chromium");
            ChromeDriver started = start(profile);
            browser = started;
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                started.quit();
                FileUtils.deleteQuietly(profile.toFile());
            }));
        }
        complaints(); // those of an earlier class are read
    }

    private static ChromeDriver start(Path profile) {
        ChromeOptions options = new ChromeOptions()
                .setBinary(CHROMIUM.toFile())
                .addArguments(
                        "--headless=new",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-quic",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--window-size=1400,900",
                        "--user-data-dir=" + profile);
        // With the driver's path given, Selenium doesn't look for one to download.
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(DRIVER.toFile())
                .withLogFile(new File("/dev/null"))
                .build();
        ChromeDriver started = new ChromeDriver(service, options);
        started.manage().timeouts().scriptTimeout(Duration.ofSeconds(90));
        return started;
    }

    /** The messages of the browser's console since the last call. */
    protected static List<String> complaints() {
        return browser.manage().logs().get(LogType.BROWSER).getAll().stream()
                .map(entry -> entry.getMessage())
                .toList();
    }

    protected static WebElement find(String selector) {
        return browser.findElement(By.cssSelector(selector));
    }

    protected static List<WebElement> findAll(String selector) {
        return browser.findElements(By.cssSelector(selector));
    }

    protected static List<String> texts(String selector) {
        return findAll(selector).stream().map(WebElement::getText).toList();
    }

    /** Waits until a condition in JavaScript holds at the beginning of a frame. */
    protected static void waitFor(String condition) {
        browser.executeAsyncScript("const done = arguments[0]; const look = () => " + condition
                + " ? done() : requestAnimationFrame(look); requestAnimationFrame(look);");
    }

    /** Sets an input and fires its event, as a slider that moves does. */
    protected static void set(String id, String value) {
        browser.executeScript(
                "const input = document.getElementById(arguments[0]); input.value = arguments[1];"
                        + " input.dispatchEvent(new Event('input'));",
                id,
                value);
    }

    /** Chooses a radio button by its value. */
    protected static void choose(String value) {
        WebElement input = find("input[value=" + value + "]");
        input.sendKeys(Keys.SPACE);
        assertThat(input.isSelected()).isTrue();
    }

    /** Gives the page another screen until the test ends. */
    protected static void screen(int width, int height, boolean mobile) {
        browser.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", mobile));
    }

    /** Makes the system's colours dark until the test ends. */
    protected static void darken() {
        browser.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", "dark"))));
    }

    @AfterEach
    void resetScreen() {
        browser.executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
        browser.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("features", List.of()));
    }

    protected static String bodyColour() {
        return find("body").getCssValue("background-color");
    }

    protected static int pageWidth() {
        return ((Number) browser.executeScript("return document.documentElement.scrollWidth")).intValue();
    }

    protected static void keepScreenshot(String name) throws IOException {
        Path file = Files.createDirectories(Path.of("target", "screenshots")).resolve(name);
        Files.write(file, browser.getScreenshotAs(OutputType.BYTES));
    }
}
