package charrnn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ShellLineTest {
    @Test
    void namesTheLauncherOfARelease() {
        System.setProperty("charrnn.launcher", "/opt/my apps/charrnn");
        try {
            assertThat(ShellLine.ofThisProgram("runs")).isEqualTo("'/opt/my apps/charrnn' runs");
        } finally {
            System.clearProperty("charrnn.launcher");
        }
    }

    @Test
    void pathsWithBlanksAreQuoted() {
        assertThat(ShellLine.ofThisProgram("sample", "--checkpoint", Path.of("my-runs", "last.zip")))
                .isEqualTo("java -jar charrnn.jar sample --checkpoint " + Path.of("my-runs", "last.zip"));
        assertThat(ShellLine.quoted("my runs/last.zip", false)).isEqualTo("'my runs/last.zip'");
        assertThat(ShellLine.quoted("Ann's/last.zip", false)).isEqualTo("'Ann'\\''s/last.zip'");
        assertThat(ShellLine.quoted("C:\\runs\\last.zip", true)).isEqualTo("C:\\runs\\last.zip");
        assertThat(ShellLine.quoted("C:\\my runs\\last.zip", true)).isEqualTo("\"C:\\my runs\\last.zip\"");
        assertThat(ShellLine.quoted("", false)).isEqualTo("''");
    }
}
