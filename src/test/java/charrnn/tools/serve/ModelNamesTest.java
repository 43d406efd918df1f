package charrnn.tools.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import charrnn.config.UserError;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ModelNamesTest {
    private static List<String> names(String... files) {
        return List.copyOf(
                ServeCommand.byModelName(Stream.of(files).map(Path::of).toList())
                        .keySet());
    }

    @Test
    void modelsAreNamedByTheirRunFolder() {
        assertThat(names("runs/linux/best.zip")).containsExactly("linux");
        assertThat(names("runs/mine/last.zip", "linux/best.zip")).containsExactly("mine", "linux");
    }

    @Test
    void checkpointsOfOneRunAreNamedByRunAndFile() {
        assertThat(names("runs/linux/best.zip", "runs/linux/step-00012000_val-1.234.zip", "runs/mine/best.zip"))
                .containsExactly("linux/best", "linux/step-00012000_val-1.234", "mine/best");
    }

    @Test
    void runsWithEqualNamesAreNamedByTheirPaths() {
        assertThat(names("old/linux/best.zip", "new/linux/best.zip"))
                .containsExactly("old/linux/best", "new/linux/best");
    }

    @Test
    void duplicateFilesAreRefused() {
        assertThatExceptionOfType(UserError.class)
                .isThrownBy(() -> names("linux/best.zip", "mine/../linux/best.zip"))
                .withMessageContaining("--checkpoint names a file twice");
    }

    @Test
    void filesThatDifferOnlyInTheExtensionAreRefused() {
        assertThatExceptionOfType(UserError.class)
                .isThrownBy(() -> names("linux/best.zip", "linux/best"))
                .withMessageContaining("two files that differ only in .zip");
    }
}
