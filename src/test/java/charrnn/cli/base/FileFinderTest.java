package charrnn.cli.base;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.config.Config;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileFinderTest {
    @TempDir
    private Path folder;

    private Path write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    @Test
    void prefersAPathThenTheConfigFolderHereThenTheOneBesideTheJar() throws IOException {
        Path here = folder.resolve("here");
        FileFinder finder = new FileFinder(here, Optional.of(folder.resolve("jar")));
        Path besideJar = write("jar/config/a.yaml", "");
        assertThat(finder.config("a.yaml")).isEqualTo(besideJar);
        assertThat(finder.config("a")).isEqualTo(besideJar);
        Path inConfig = write("here/config/a.yaml", "");
        assertThat(finder.config("a.yaml")).isEqualTo(inConfig);
        assertThat(finder.config("a")).isEqualTo(inConfig);
        Path asPath = write("here/a.yaml", "");
        assertThat(finder.config("a.yaml")).isEqualTo(asPath);
        assertThat(finder.config("a")).isEqualTo(inConfig);
        assertThat(finder.config(asPath.toAbsolutePath().toString())).isEqualTo(asPath);
    }

    @Test
    void findsACorpusBesideTheJarIfItIsNotHere() throws IOException {
        FileFinder finder = new FileFinder(folder.resolve("here"), Optional.of(folder.resolve("jar")));
        assertThat(finder.resolve("corpus/starter")).isEqualTo("corpus/starter");
        Path besideJar = write("jar/corpus/starter/a.c", "").getParent();
        assertThat(finder.resolve("corpus/starter")).isEqualTo(besideJar.toString());
        assertThat(finder.resolve(Config.defaults().corpus()).path()).containsExactly(besideJar.toString());
        write("here/corpus/starter/a.c", "");
        assertThat(finder.resolve("corpus/starter")).isEqualTo("corpus/starter");
        assertThat(finder.resolve("a\0b")).isEqualTo("a\0b");
    }
}
