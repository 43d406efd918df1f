package charrnn.tools.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import charrnn.config.UserError;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ModelNamesTest {
    private static Set<String> names(String... files) {
        return ServeCommand.byModelName(Stream.of(files).map(Path::of).toList()).keySet();
    }

    @Test
    void modelsAreNamedByTheirRunsFoldersOrByTheirFilesIfTwoRunsAreEqual() {
        assertThat(names("runs/linux/best.zip")).containsExactly("linux");
        assertThat(names("runs/mine/last.zip", "linux/best.zip")).containsExactly("mine", "linux");
        String best = Path.of("runs/linux/best.zip").toString();
        String last = Path.of("runs/linux/last.zip").toString();
        assertThat(names(best, last)).containsExactly(best, last);
    }

    @Test
    void duplicateFilesAreRefused() {
        assertThatExceptionOfType(UserError.class)
                .isThrownBy(() -> names("best.zip", "best.zip"))
                .withMessage("--checkpoint names best.zip twice");
    }
}
