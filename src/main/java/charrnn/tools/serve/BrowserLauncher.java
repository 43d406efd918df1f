package charrnn.tools.serve;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Opens a page in the user's browser.
 *
 * @param command the system's command that opens an address, without the address; empty if there is none
 */
record BrowserLauncher(List<String> command) {
    /** After this time, a command that still runs has succeeded: it is the browser itself. */
    private static final int SECONDS_TO_FAIL = 3;

    static BrowserLauncher ofThisSystem() {
        return of(System.getProperty("os.name", ""), System.getenv());
    }

    /** Chooses the command of an operating system; {@code xdg-open} only if the environment variables name a display. */
    static BrowserLauncher of(String system, Map<String, String> environment) {
        String name = system.toLowerCase(Locale.ROOT);
        if (name.startsWith("mac")) {
            return new BrowserLauncher(List.of("open"));
        }
        if (name.startsWith("windows")) {
            return new BrowserLauncher(List.of("rundll32", "url.dll,FileProtocolHandler"));
        }
        boolean display = Stream.of("DISPLAY", "WAYLAND_DISPLAY")
                .anyMatch(variable -> !environment.getOrDefault(variable, "").isEmpty());
        return new BrowserLauncher(display ? List.of("xdg-open") : List.of());
    }

    /** Starts the command; returns false if there is none or it fails. */
    boolean open(URI page) {
        if (command.isEmpty()) {
            return false;
        }
        List<String> words = new ArrayList<>(command);
        words.add(page.toString());
        try {
            Process process = new ProcessBuilder(words)
                    .redirectOutput(Redirect.DISCARD)
                    .redirectError(Redirect.DISCARD)
                    .start();
            process.getOutputStream().close();
            return !process.waitFor(SECONDS_TO_FAIL, TimeUnit.SECONDS) || process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
