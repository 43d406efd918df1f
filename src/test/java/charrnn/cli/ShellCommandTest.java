package charrnn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ShellCommandTest {
    @Test
    void pathsWithBlanksAreQuoted() {
        assertThat(ShellCommand.ofThisProgram("sample", "--checkpoint", Path.of("my-runs", "last.zip")))
                .isEqualTo("java -jar charrnn.jar sample --checkpoint " + Path.of("my-runs", "last.zip"));
        assertThat(ShellCommand.quoted("my runs/last.zip", false)).isEqualTo("'my runs/last.zip'");
        assertThat(ShellCommand.quoted("Ann's/last.zip", false)).isEqualTo("'Ann'\\''s/last.zip'");
        assertThat(ShellCommand.quoted("C:\\runs\\last.zip", true)).isEqualTo("C:\\runs\\last.zip");
        assertThat(ShellCommand.quoted("C:\\my runs\\last.zip", true)).isEqualTo("\"C:\\my runs\\last.zip\"");
        assertThat(ShellCommand.quoted("", false)).isEqualTo("''");
    }
}
