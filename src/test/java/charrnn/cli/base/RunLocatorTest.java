package charrnn.cli.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import charrnn.message.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunLocatorTest {
    @TempDir
    private Path folder;

    private Path file(String run, String name, long second) throws IOException {
        Path file = Files.createDirectories(folder.resolve(run)).resolve(name);
        Files.writeString(file, "");
        return Files.setLastModifiedTime(file, FileTime.fromMillis(1000 * second));
    }

    @Test
    void prefersTheNewestRunToTheLinuxModel() throws IOException {
        assertThat(RunLocator.newest(folder)).isEmpty();
        Path shipped = file("linux", "best.zip", 40);
        Path unvalidated = file("first", "last.zip", 10);
        assertThat(RunLocator.newest(folder)).contains(unvalidated);
        file("second", "last.zip", 20);
        Path best = file("second", "best.zip", 5);
        assertThat(RunLocator.newest(folder)).contains(best);
    }

    @Test
    void takesTheBestCheckpointOfARunsFolder() throws IOException {
        Path best = file("run", "best.zip", 1);
        Path last = file("run", "last.zip", 2);
        assertThat(RunLocator.checkpoint(folder.resolve("run"))).isEqualTo(best);
        assertThat(RunLocator.checkpoint(last)).isEqualTo(last);
        Files.delete(best);
        assertThatThrownBy(() -> RunLocator.checkpoint(folder.resolve("run")))
                .isInstanceOf(UserError.class)
                .hasMessage(folder.resolve("run")
                        + " has no best.zip, since it has had no validation yet: name " + last
                        + ", or train on with --resume");
    }

    @Test
    void aNameAloneIsARunInTheFolderOfCheckpoints() throws IOException {
        Path shipped = file("jar/checkpoints/linux", "best.zip", 1);
        FileFinder finder = new FileFinder(folder.resolve("here"), Optional.of(folder.resolve("jar")));
        assertThat(RunLocator.checkpoint(Path.of("linux"), finder)).isEqualTo(shipped);
        Files.createDirectories(folder.resolve("jar/linux")); // a folder of sources, say
        assertThat(RunLocator.checkpoint(Path.of("linux"), finder)).isEqualTo(shipped);
        Path own = file("jar/linux", "best.zip", 1);
        assertThat(RunLocator.checkpoint(Path.of("linux"), finder)).isEqualTo(own);
    }
}
