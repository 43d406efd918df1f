package charrnn.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Configuration files: reading them, and naming runs after them. */
class ConfigFilesTest {
    @TempDir
    private Path folder;

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
    void runWithoutANameIsNamedAfterItsFile() throws IOException {
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
    void runNeedsANameIfTheFilesNameIsNotAFolderName() throws IOException {
        assertThat(mistakesOf(write("my run.yaml", "# hello\nui: {port: x}")))
                .containsExactly(
                        "my run.yaml:1: name is not given, and the file's name is \"my run\", but must be"
                                + " a folder's name of letters, digits, \".\", \"_\" and \"-\", without \"..\"",
                        "my run.yaml:2: ui.port is \"x\", but must be a whole number from 0 to 65535");
        assertThat(ConfigLoader.load(write("my run.yaml", "name: mine"), List.of())
                        .name())
                .isEqualTo("mine");
    }

    @Test
    void ignoresAByteOrderMark() throws IOException {
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
    void refusesMissingFilesAndFolders() {
        assertThat(mistakesOf(folder)).containsExactly(folder + " is a folder, but must be a configuration file");
        Path missing = folder.resolve("no.yaml");
        assertThat(mistakesOf(missing)).containsExactly(missing + ": there is no such configuration file");
    }
}
