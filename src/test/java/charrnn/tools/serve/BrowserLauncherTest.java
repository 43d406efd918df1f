package charrnn.tools.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrowserLauncherTest {
    private static final URI PAGE = URI.create("http://127.0.0.1:8080");

    @Test
    void choosesTheCommandOfEachSystem() {
        assertThat(BrowserLauncher.of("Mac OS X", Map.of()).command()).containsExactly("open");
        assertThat(BrowserLauncher.of("Windows 11", Map.of()).command())
                .containsExactly("rundll32", "url.dll,FileProtocolHandler");
        assertThat(BrowserLauncher.of("Linux", Map.of("DISPLAY", ":0")).command())
                .containsExactly("xdg-open");
        assertThat(BrowserLauncher.of("Linux", Map.of("WAYLAND_DISPLAY", "wayland-0"))
                        .command())
                .containsExactly("xdg-open");
    }

    @Test
    void startsNothingWithoutADisplay() {
        assertThat(BrowserLauncher.of("Linux", Map.of("DISPLAY", "")).open(PAGE))
                .isFalse();
    }

    @Test
    void passesTheAddressToTheCommandAndReportsItsFailure(@TempDir Path folder) throws Exception {
        assumeThat(Path.of("/bin/sh")).exists();
        Path opened = folder.resolve("opened");
        assertThat(new BrowserLauncher(List.of("/bin/sh", "-c", "echo $1 > $0", opened.toString())).open(PAGE))
                .isTrue();
        assertThat(opened).hasContent(PAGE.toString());
        assertThat(new BrowserLauncher(List.of("/bin/sh", "-c", "exit 3")).open(PAGE))
                .isFalse();
        assertThat(new BrowserLauncher(List.of(folder.resolve("none").toString())).open(PAGE))
                .isFalse();
    }
}
