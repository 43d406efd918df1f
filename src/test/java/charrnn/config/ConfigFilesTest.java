package charrnn.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files: reading them, naming runs after them, finding them. */
class ConfigFilesTest {
    private final Path folder;

    ConfigFilesTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private Path write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private static List<String> mistakes(ThrowingCallable call) {
        UserError error = catchThrowableOfType(UserError.class, call);
        assertThat(error).isNotNull();
        return error.messages();
    }

    private static List<String> mistakesOf(Path file) {
        return mistakes(() -> ConfigLoader.load(file, List.of()));
    }

    @Test
    void aRunWithoutANameIsNamedAfterItsFile() throws IOException {
        assertThat(ConfigLoader.load(write("wide.net.yaml", "ui: {port: 3}"), List.of()))
                .isEqualTo(ConfigLoader.parse("{name: wide.net, ui: {port: 3}}", "x", List.of()));
        assertThat(ConfigLoader.load(write("plain", ""), List.of()).name()).isEqualTo("plain");
        assertThat(ConfigLoader.load(write("a.yaml", "name: b"), List.of()).name())
                .isEqualTo("b");
        assertThat(ConfigLoader.load(write("a.yaml", "name: b"), List.of("name=c"))
                        .name())
                .isEqualTo("c");
        assertThat(ConfigLoader.load(write("a.yaml", "name: b"), List.of("name="))
                        .name())
                .isEqualTo("a");
    }

    @Test
    void aFileWhoseNameNoFolderCanHaveNeedsAName() throws IOException {
        assertThat(mistakesOf(write("my run.yaml", "# hello\nui: {port: x}")))
                .containsExactly(
                        "my run.yaml:1: name is not given, and the file's, \"my run\", cannot stand in for it: it must be"
                                + " a folder's name of letters, digits, \".\", \"_\" and \"-\", without \"..\"",
                        "my run.yaml:2: ui.port is \"x\", but must be a whole number from 0 to 65535");
        assertThat(ConfigLoader.load(write("my run.yaml", "name: mine"), List.of())
                        .name())
                .isEqualTo("mine");
    }

    @Test
    void aByteOrderMarkIsNoPartOfTheText() throws IOException {
        assertThat(ConfigLoader.load(write("a.yaml", "\uFEFFname: b\r\nui:\r\n  port: 3\r\n"), List.of()))
                .isEqualTo(ConfigLoader.parse("{name: b, ui: {port: 3}}", "x", List.of()));
    }

    @Test
    void aFileInAnotherEncodingIsRefusedWithTheLine() throws IOException {
        Path file = folder.resolve("latin.yaml");
        Files.write(file, "name: x\n# größer\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(mistakesOf(file)).containsExactly("latin.yaml:2: this is not UTF-8 text; save the file as UTF-8");
    }

    @Test
    void aFileThatEndsInTheMiddleOfACharacterIsRefused() throws IOException {
        Path file = folder.resolve("cut.yaml");
        Files.write(file, new byte[] {'#', ' ', (byte) 0xC3});
        assertThat(mistakesOf(file)).containsExactly("cut.yaml:1: this is not UTF-8 text; save the file as UTF-8");
    }

    @Test
    void aFileOfMoreThanAMebibyteIsRefused() throws IOException {
        assertThat(mistakesOf(write("big.yaml", "#".repeat((1 << 20) + 1))))
                .containsExactly("big.yaml is larger than 1 MiB, so it is hardly a configuration");
    }

    @Test
    void missingFilesAndFoldersAreNamed() {
        assertThat(mistakesOf(folder)).containsExactly(folder + " is a folder, but must be a configuration file");
        Path missing = folder.resolve("no.yaml");
        assertThat(mistakesOf(missing)).containsExactly(missing + ": there is no such configuration file");
    }

    @Test
    void aPathComesBeforeTheFolderHereAndThatBeforeTheOneBesideTheJar() throws IOException {
        Path here = folder.resolve("here");
        ConfigFinder finder = new ConfigFinder(here, Optional.of(folder.resolve("jar")));
        Path besideJar = write("jar/config/a.yaml", "");
        assertThat(finder.find("a.yaml")).isEqualTo(besideJar);
        assertThat(finder.find("a")).isEqualTo(besideJar);
        Path inConfig = write("here/config/a.yaml", "");
        assertThat(finder.find("a.yaml")).isEqualTo(inConfig);
        assertThat(finder.find("a")).isEqualTo(inConfig);
        Path asPath = write("here/a.yaml", "");
        assertThat(finder.find("a.yaml")).isEqualTo(asPath);
        assertThat(finder.find("a")).isEqualTo(inConfig);
        assertThat(finder.find(asPath.toAbsolutePath().toString())).isEqualTo(asPath);
    }

    @Test
    void aConfigurationThatIsNotThereIsToldWithThoseThatAre() throws IOException {
        Path here = folder.resolve("here");
        write("here/config/lstm.yaml", "");
        write("here/config/quick.yaml", "");
        write("here/config/readme.txt", "");
        write("jar/config/lstm.yaml", "");
        write("jar/config/linux.yaml", "");
        ConfigFinder finder = new ConfigFinder(here, Optional.of(folder.resolve("jar")));
        assertThat(mistakes(() -> finder.find("lsmt.yaml")))
                .containsExactly("there is no configuration \"lsmt.yaml\", neither as a path nor in "
                        + here.resolve("config") + " or " + folder.resolve("jar/config")
                        + "; there are linux, lstm, quick; did you mean lstm?");
        assertThat(mistakes(() -> new ConfigFinder(here, Optional.of(here)).find("wombat")))
                .containsExactly("there is no configuration \"wombat\", neither as a path nor in "
                        + here.resolve("config") + "; there are lstm, quick");
    }

    @Test
    void whereThereAreNoConfigurationsAtAllThatIsSaid() {
        assertThat(mistakes(() -> new ConfigFinder(folder, Optional.empty()).find("lstm")))
                .containsExactly("there is no configuration \"lstm\", neither as a path nor in "
                        + folder.resolve("config") + ", where there are none at all");
    }

    @Test
    void whatCannotBeAFileNameIsRefused() {
        assertThat(mistakes(() -> ConfigLoader.find("a\0b")))
                .containsExactly("\"a\\u0000b\" cannot be a file's name: Nul character not allowed");
    }

    @Test
    void presetsAreFoundFromTheProjectsFolder() {
        assertThat(ConfigLoader.find("lstm")).isEqualTo(Path.of("config", "lstm.yaml"));
        assertThat(ConfigLoader.find("lstm.yaml")).isEqualTo(Path.of("config", "lstm.yaml"));
        assertThat(ConfigLoader.find("config/lstm.yaml")).isEqualTo(Path.of("config", "lstm.yaml"));
    }

    @Test
    void theFolderOfTheJarIsKnownWhenThereIsAJar() throws Exception {
        assertThat(ConfigFinder.folderOfJar()).isEmpty();
        Path jar = folder.resolve("program.jar");
        Path classes = Path.of(ConfigFinder.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file);
                Stream<Path> members = Files.list(classes.resolve("charrnn/config"))) {
            for (Path member : members.toList()) {
                out.putNextEntry(new JarEntry("charrnn/config/" + member.getFileName()));
                Files.copy(member, out);
            }
        }
        try (URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, null)) {
            var folderOfJar = loader.loadClass(ConfigFinder.class.getName()).getDeclaredMethod("folderOfJar");
            folderOfJar.setAccessible(true);
            assertThat(folderOfJar.invoke(null)).isEqualTo(Optional.of(folder));
        }
    }
}
