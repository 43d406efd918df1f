package charrnn.tools.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import charrnn.message.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompilerFlagsTest {
    @TempDir
    private Path folder;

    private static List<String> words(String line) {
        return CompilerFlags.words(line);
    }

    private static List<String> kept(String line) throws IOException {
        return CompilerFlags.of(line, Path.of("")).others().words();
    }

    @Test
    void splitsWordsAsAShellDoes() {
        assertThat(words("  -I a\t-I'b c' -DX=\\\"a\\\" \"-DY=\\\"d e\\\"\" -DZ=''\n"))
                .containsExactly("-I", "a", "-Ib c", "-DX=\"a\"", "-DY=\"d e\"", "-DZ=");
        assertThat(words("'$1' a\\\\")).containsExactly("$1", "a\\");
        assertThat(words(" ")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '|',
            value = {"-I 'a,4", "-DX=\"a,5", "a \\,3"})
    void openQuotesAreRefused(String line, int character) {
        assertThatThrownBy(() -> words(line))
                .hasMessageContaining("has an open quote or backslash at character " + character);
    }

    @Test
    void keepsOnlyFlagsOfTheLanguage() throws IOException {
        assertThat(
                        kept(
                                "gcc -c -o x.o -MD -MF x.d -Wp,-MMD,x.d -std=gnu11 -I inc -Iinc2 -DA=1 -isystem /s -m32 -Werror -w"
                                        + " -fplugin=p.so -fdump-tree-all -fshort-enums --coverage -O2 -include k.h --sysroot /r x.c"))
                .containsExactly(
                        "-std=gnu11",
                        "-Iinc",
                        "-Iinc2",
                        "-DA=1",
                        "-isystem/s",
                        "-m32",
                        "-fshort-enums",
                        "-includek.h",
                        "--sysroot=/r");
    }

    /** A compiler reads its arguments from a file if one begins with this character. */
    @Test
    void noFlagBeginsWithAnAtSign() throws IOException {
        assertThat(kept("@a -I @b -include @c")).containsExactly("-I@b", "-include@c");
    }

    @Test
    void theNearestDatabaseCounts() throws IOException {
        Path source = Files.createDirectories(folder.resolve("p/src"));
        Path file = Files.writeString(source.resolve("a.c"), "").toRealPath();
        Files.writeString(folder.resolve("compile_commands.json"), "[");
        Files.writeString(folder.resolve("p/compile_commands.json"), """
            [{"directory": "src", "file": "a.c", "command": "cc -DA='b c' -c a.c", "output": "a.o"},
             {"directory": "src", "file": "a.c", "command": "cc -DSECOND a.c"},
             {"directory": "/nowhere", "file": "/nowhere/b.c", "arguments": ["cc", "-I", "x y"]}]
            """);
        CompilerFlags flags = CompilerFlags.of(null, source);
        assertThat(flags.of(file).words()).containsExactly("-DA=b c");
        assertThat(flags.of(file).folder()).isEqualTo(file.resolveSibling(""));
        assertThat(flags.of(file.resolveSibling("other.c")).words()).isEmpty();
        assertThat(flags.byFile().get(Path.of("/nowhere/b.c")).words()).containsExactly("-Ix y");
        assertThatThrownBy(() -> flags.of(Path.of("/nowhere/b.c")))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("the folder /nowhere of /nowhere/b.c does not exist");
        assertThat(CompilerFlags.of("-DB", source).of(file).words()).containsExactly("-DB");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '|',
            delimiter = ';',
            value = {
                "[; is no JSON: ",
                "{}; is no array",
                "[{\"directory\": \".\"}]; has an entry without file: ",
                "[{\"directory\": \".\", \"file\": \"a.c\"}]; has an entry without command: ",
                "[{\"directory\": \".\", \"file\": \"a.c\", \"command\": \"cc '\"}]; has an open quote or backslash at character 4",
                "[{\"directory\": \".\", \"file\": \"a.c\", \"command\": \"cc -I\"}]; ends in -I, which needs a value",
            })
    void brokenDatabasesAreRefused(String json, String message) throws IOException {
        Path database = Files.writeString(folder.resolve("compile_commands.json"), json);
        assertThatThrownBy(() -> CompilerFlags.of(null, folder))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith(database.toRealPath() + " " + message);
    }
}
