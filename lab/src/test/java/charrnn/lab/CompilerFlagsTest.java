package charrnn.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import charrnn.message.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CompilerFlagsTest {
    @TempDir
    private Path folder;

    private static List<String> words(String line) {
        return CompilerFlags.words(line);
    }

    private static List<String> kept(String line) {
        return CompilerFlags.of(line, null, Path.of("")).others();
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
    void aDatabaseThatIsNoFileIsRefused() throws Exception {
        Path pipe = folder.resolve("pipe");
        assumeThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        for (Path database : List.of(pipe, folder)) {
            assertThatThrownBy(() -> CompilerFlags.of(null, database, folder))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining(database.toString())
                    .hasMessageContaining("it is not a regular file");
        }
    }

    @Test
    void keepsOnlyFlagsOfTheLanguage() {
        String here = Path.of("").toAbsolutePath() + "/";
        assertThat(
                        kept(
                                "gcc -c -o x.o -MD -MF x.d -Wp,-MMD,x.d -std=gnu11 -I inc -Iinc2 -DA=1 -isystem /s -m32 -Werror -w"
                                        + " -fplugin=p.so -fdump-tree-all -fshort-enums --coverage -O2 -include pom.xml --sysroot /r"
                                        + " -mllvm -march=armv8-a+crypto -fno-builtin-memcpy -include-pch x.pch x.c -U B -I- -x c++"))
                .containsExactly(
                        "-std=gnu11",
                        "-I" + here + "inc",
                        "-I" + here + "inc2",
                        "-DA=1",
                        "-isystem/s",
                        "-m32",
                        "-fshort-enums",
                        "-include" + here + "pom.xml",
                        "--sysroot=/r",
                        "-march=armv8-a+crypto",
                        "-fno-builtin-memcpy",
                        "-UB");
    }

    /** The compiler searches it in the folders of headers, but its word must not begin with the character @. */
    @Test
    void aHeaderThatIsNotInTheFolderIsSearched() {
        assertThat(kept("-include stdio.h -imacros @a")).containsExactly("-include./stdio.h", "-imacros./@a");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-std=@o", "-std=gnu11@o", "-m@o", "-march=@o", "-march=-x", "-mllvm=-load=x.so", "-m32/../@o",
                        "-fno-builtin@o",
                "-fno-builtin-@o", "-fshort-@o", "-fsigned-@o", "-pthread@o", "-ansi@o", "-Wp,@o", "-Xpreprocessor",
                        "@o",
                "-wrapper", "-specs=o", "-B.", "-no-canonical-prefixes", "--param=@o", "-fplugin=o", "-I-o",
                        "-include-pch"
            })
    void flagsOfAnotherFormAreDropped(String flag) {
        assertThat(kept(flag + " @x")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"-D@o", "-D @o", "-D -o", "-D '\n@o'", "-U@o", "-U @o", "-U 1", "-D ''", "-I =o", "-isystem=o"})
    void valuesOfAnotherFormAreRefused(String flag) {
        assertThatThrownBy(() -> kept(flag))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("which needs a ")
                .hasMessageContaining(flag.substring(0, 2));
    }

    @Test
    void aNulIsRefused() {
        assertThatThrownBy(() -> kept("-DA=\0")).isInstanceOf(UserError.class);
        assertThatThrownBy(() -> kept("-I a\0")).isInstanceOf(UserError.class);
    }

    /** A long line overflows no stack. */
    @Test
    void longLinesAreSplit() {
        String word = "a".repeat(200_000);
        assertThat(words(word + " '" + word + "' \"" + word + "\"")).containsExactly(word, word, word);
    }

    @Test
    void onlyADatabaseInTheFolderCounts() throws IOException {
        Path source = Files.createDirectories(folder.resolve("p/src"));
        Path file = Files.writeString(source.resolve("a.c"), "").toRealPath();
        Path database = Files.writeString(folder.resolve("p/compile_commands.json"), """
            [{"directory": "src", "file": "a.c", "command": "cc -DA='b c' -Iinc -I../x -c a.c", "output": "a.o"},
             {"directory": "src", "file": "a.c", "command": "cc -DSECOND a.c"},
             {"directory": "/nowhere", "file": "/nowhere/b.c", "arguments": ["cc", "-I", "x y"]}]
            """);
        assertThat(CompilerFlags.of(null, null, source).source()).isEqualTo("none");
        assertThat(CompilerFlags.of(null, null, file).source()).isEqualTo("none");
        CompilerFlags flags = CompilerFlags.of(null, null, source.resolveSibling(""));
        assertThat(flags.source()).isEqualTo(database.toString());
        assertThat(flags.of(file)).containsExactly("-DA=b c", "-I" + source + "/inc", "-I" + source + "/../x");
        assertThat(flags.of(file.resolveSibling("other.c"))).isEmpty();
        assertThat(flags.byFile().get(Path.of("/nowhere/b.c"))).containsExactly("-I/nowhere/x y");
        assertThat(CompilerFlags.of(null, database, source)).as("named").isEqualTo(flags);
        assertThat(CompilerFlags.of(null, null, source.resolveSibling("b.c")))
                .as("beside a file")
                .isEqualTo(flags);
        assertThat(CompilerFlags.of("-DB", null, source).of(file)).containsExactly("-DB");
        assertThatThrownBy(() -> CompilerFlags.of(null, folder.resolve("no.json"), source))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("no.json");
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
        assertThatThrownBy(() -> CompilerFlags.of(null, null, folder))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith(database.toRealPath() + " " + message);
    }
}
