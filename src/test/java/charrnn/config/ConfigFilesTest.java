package charrnn.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import charrnn.message.UserError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Configuration files: reading them, and naming runs after them. */
class ConfigFilesTest {
    @TempDir
    private Path folder;

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private static List<String> mistakesOf(Path file) {
        return catchThrowableOfType(UserError.class, () -> ConfigLoader.load(file, List.of()))
                .messages();
    }

    private static String name(Path file, String... overrides) {
        return ConfigLoader.load(file, List.of(overrides)).name();
    }

    @Test
    void runWithoutANameIsNamedAfterItsFile() throws IOException {
        assertThat(ConfigLoader.load(write("wide.net.yaml", "ui: {port: 3}"), List.of()))
                .isEqualTo(ConfigLoader.parse("{name: wide.net, ui: {port: 3}}", "x", List.of()));
        assertThat(name(write("plain", ""))).isEqualTo("plain");
        Path named = write("a.yaml", "name: b");
        assertThat(List.of(name(named), name(named, "name=c"), name(named, "name=")))
                .containsExactly("b", "c", "a");
    }

    @Test
    void runNeedsANameIfTheFilesNameIsNotAFolderName() throws IOException {
        assertThat(mistakesOf(write("my run.yaml", "# hello\n")))
                .containsExactly("my run.yaml:1: name is not given, and the file's name is \"my run\", but must be"
                        + " a folder's name of letters, digits, \".\", \"_\" and \"-\", without \"..\"");
        assertThat(name(write("my run.yaml", "name: mine"))).isEqualTo("mine");
    }

    @Test
    void ignoresAByteOrderMark() throws IOException {
        assertThat(ConfigLoader.load(write("a.yaml", "\uFEFFname: b\r\nui:\r\n  port: 3\r\n"), List.of()))
                .isEqualTo(ConfigLoader.parse("{name: b, ui: {port: 3}}", "x", List.of()));
    }

    @Test
    void aFileInAnotherEncodingOrCutWithinACharacterIsRefusedWithTheLine() throws IOException {
        Path file = folder.resolve("latin.yaml");
        Files.write(file, "name: x\n# größer\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(mistakesOf(file)).containsExactly("latin.yaml:2: this is not UTF-8 text; save the file as UTF-8");
        Files.write(file, new byte[] {'#', ' ', (byte) 0xC3});
        assertThat(mistakesOf(file)).containsExactly("latin.yaml:1: this is not UTF-8 text; save the file as UTF-8");
    }

    @Test
    void missingFilesAndFoldersAreNamed() {
        for (Path file : List.of(folder, folder.resolve("no.yaml"))) {
            assertThat(mistakesOf(file)).singleElement().asString().startsWith(file + " cannot be read: ");
        }
    }
}
