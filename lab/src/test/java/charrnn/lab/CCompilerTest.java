package charrnn.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import charrnn.lab.CodeScorer.Outcome;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CCompilerTest {
    @TempDir
    private Path folder;

    static List<Path> compilers() {
        return Stream.of("/usr/bin/gcc", "/usr/bin/clang")
                .map(Path::of)
                .filter(Files::isExecutable)
                .toList();
    }

    private static Outcome check(Path compiler, String function) {
        return check(new CCompiler(compiler, Duration.ofMinutes(1)), List.of(function))
                .get(0);
    }

    private static List<Outcome> check(CCompiler compiler, List<String> functions) {
        try (SyntaxTrees trees = new SyntaxTrees()) {
            return new CodeScorer(Optional.of(compiler), Optional.empty(), trees).outcomes(compiler, functions);
        }
    }

    @Test
    void aCompilerIsInstalledForTheseTests() {
        assumeThat(compilers()).as("neither gcc nor clang is installed").isNotEmpty();
        assertThat(CCompiler.find(System.getenv("PATH")).orElseThrow().version())
                .matches("(gcc|clang) \\d+.*");
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("compilers")
    void errorsAreClassified(Path compiler) {
        assertThat(check(compiler, "int f(int a)\n{\n\treturn a + 1;\n}")).isEqualTo(Outcome.COMPILES);
        assertThat(check(compiler, "u32 f(size_t n, bool b)\n{\n\tu32 *p = (u32 *)n;\n\treturn *p + b;\n}"))
                .isEqualTo(Outcome.COMPILES);
        assertThat(check(compiler, "int f(int a)\n{\n\t__auto_type b = a;\n\treturn b;\n}"))
                .isEqualTo(Outcome.COMPILES);
        assertErrors(
                compiler,
                Outcome.UNDECLARED,
                "int f(int a)\n{\n\treturn g(a);\n}",
                "int f(int a)\n{\n\treturn b + a;\n}",
                "int f(struct s *p)\n{\n\treturn p->x;\n}",
                "int f(foo_t *p)\n{\n\treturn p->x;\n}",
                "int f(void)\n{\n\tstruct s x;\n\treturn sizeof(x);\n}");
        assertErrors(
                compiler,
                Outcome.WRONG,
                "int f(int a)\n{\n\tgoto out;\n}",
                "int f(int a)\n{\n\tint a;\n\treturn a;\n}",
                "int f(int a)\n{\n\tbreak;\n}",
                "int f(const int a)\n{\n\ta = 1;\n\treturn a;\n}",
                "int f(int a)\n{\n\tswitch (a) {\n\tcase 1:\n\tcase 1:\n\t\treturn 2;\n\t}\n}",
                "int f(int a)\n{\n\treturn a +;\n}",
                "int f(int a)\n{\n\treturn a\n}",
                "int f(int a)\n{\n\treturn g(a;\n}",
                "int f(int a)\n{\n\tchar *s = \"a;\n\treturn b;\n}",
                "int f(int a)\n{\n\telse\n\t\treturn b;\n}",
                "int f(int a)\n{\n#endif\n\treturn b;\n}");
    }

    private static void assertErrors(Path compiler, Outcome expected, String... functions) {
        assertThat(functions)
                .allSatisfy(function -> assertThat(check(compiler, function)).isEqualTo(expected));
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("compilers")
    void compilerReadsNoFiles(Path compiler) {
        for (String include : List.of(
                "#include",
                " /* */ # include",
                "#/* */include",
                "#inc\\\nlude",
                "#inc\\ \t\nlude",
                "#inc\\\r\nlude",
                "#include_next",
                "#  import")) {
            assertThat(check(compiler, "int f(void)\n{\n" + include + " \"/nowhere.h\"\n\treturn 0;\n}"))
                    .as(include)
                    .isEqualTo(Outcome.COMPILES);
        }
        for (String opening : List.of("'/*'", "'abcdef/*'", "'/*")) {
            String hidden = "#define A " + opening + "\n#include \"/nowhere.h\"\n#define B '*/'\n";
            assertThat(check(compiler, "int f(void)\n{\n" + hidden + "\treturn 0;\n}"))
                    .as(opening)
                    .isEqualTo(Outcome.COMPILES);
        }
        assertThat(check(compiler, "int f(void)\n{\n%:include \"/nowhere.h\"\n\treturn 0;\n}"))
                .isEqualTo(Outcome.WRONG);
        assertThat(CCompiler.withoutIncludes("???=include \"/nowhere.h\"\n???/\n"))
                .doesNotContain("??");
    }

    /** Quoted includes are beside the file first. */
    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("compilers")
    void filesAreCompiledWithTheirIncludes(Path compiler) throws IOException {
        Files.createDirectories(folder.resolve("include"));
        Files.writeString(folder.resolve("a.h"), "int a;\n");
        Files.writeString(folder.resolve("include/a.h"), "int wrong;\n");
        Files.writeString(folder.resolve("include/b.h"), "int b;\n");
        List<Path> before = files();
        String text = "#include \"a.h\"\n#include \"b.h\"\nint f(void)\n{";
        CompilePlace place = new CompilePlace(folder.resolve("a.c"), text, 0, "");
        CCompiler working = new CCompiler(compiler, Duration.ofMinutes(1));
        String include = "-I" + folder.resolve("include");
        String body = "\n\treturn a + b + C;\n}";
        assertThat(place.errors(body, working, include + " -DC=\\\"a\\\"[0]")).isEmpty();
        assertThat(place.errors(body, working, include))
                .singleElement()
                .asString()
                .contains("C");
        assertThat(place.errors(body, working, "")).first().asString().contains("b.h");
        assertThat(place.errors("\n\tint unused; return h();\n}", working, include))
                .as("warnings do not count, but a function that is not declared")
                .singleElement()
                .asString()
                .contains("implicit declaration");
        assertThat(files()).isEqualTo(before);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.sorted().toList();
        }
    }

    @Test
    void aFailureWithoutMessagesIsAnError() throws IOException {
        assertThat(gcc(Duration.ofMinutes(1), "echo sorry", "exit 4").errors("", ""))
                .containsExactly("the compiler failed: sorry");
    }

    static Path script(Path program, String... lines) throws IOException {
        Files.createDirectories(program.getParent());
        Files.writeString(program, String.join("\n", lines) + "\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        return program;
    }

    @Test
    void skipsCompilersThatDoNotWork() throws IOException {
        Files.createDirectories(folder.resolve("folder/gcc"));
        script(folder.resolve("fails/gcc"), "#!/bin/sh", "exit 1");
        script(folder.resolve("complains/gcc"), "#!/bin/sh", "echo '<stdin>:1:1: error: expected x'");
        script(folder.resolve("broken/gcc"), "#!/nowhere/sh");
        String path = Stream.of("folder", "fails", "complains", "broken")
                .map(name -> folder.resolve(name).toString())
                .collect(Collectors.joining(File.pathSeparator));
        assertThat(CCompiler.find(path)).isEmpty();
        script(folder.resolve("works/gcc"), "#!/bin/sh", "echo 12");
        assertThat(CCompiler.find(path + File.pathSeparator + folder.resolve("works"))
                        .orElseThrow()
                        .version())
                .isEqualTo("gcc 12");
    }

    private CCompiler gcc(Duration limit, String... script) throws IOException {
        return new CCompiler(script(folder.resolve("gcc"), "#!/bin/sh", String.join("\n", script)), limit);
    }

    /** The program stops reading and prints more than a pipe holds. */
    @Test
    void survivesAProgramThatIsNoCompiler() throws IOException {
        CCompiler strange = gcc(
                Duration.ofMinutes(1),
                "exec 0<&-",
                "head -c 200000 /dev/zero | tr '\\0' x",
                "echo",
                "echo '<stdin>:1:1: error: expected x'");
        assertThat(check(strange, List.of("x".repeat(200_000)))).containsExactly(Outcome.WRONG);
    }

    /** All threads of the common pool wait for compilers, as in {@link CodeScorer}. */
    @Test
    void endsCompilersThatTakeTooLong() throws IOException {
        CCompiler slow = gcc(Duration.ofMillis(100), "echo '<stdin>:1:1: error: expected x'", "sleep 60");
        int count = 2 * Runtime.getRuntime().availableProcessors();
        assertThat(check(slow, Collections.nCopies(count, "int f(void) {}"))).containsOnly(Outcome.WRONG);
    }
}
