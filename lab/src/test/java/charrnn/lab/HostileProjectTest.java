package charrnn.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import charrnn.cli.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Compiles projects that try to run code, or to exhaust the machine. */
class HostileProjectTest {
    @TempDir
    private Path folder;

    /** The exit code of a program that runs in the project's folder. */
    private int run(String... command) throws IOException, InterruptedException {
        return Program.ended(new ProcessBuilder(command).directory(folder.toFile()))
                .exitCode();
    }

    private static List<String> compile(Path compiler, String text, String... flags) {
        return compile(compiler, Duration.ofMinutes(1), text, flags);
    }

    private static List<String> compile(Path compiler, Duration limit, String text, String... flags) {
        return new CCompiler(compiler, limit).errors(text, "", flags);
    }

    private Path script(String... lines) throws IOException {
        return CCompilerTest.script(folder.resolve("cc"), "#!/bin/sh", String.join("\n", lines));
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("charrnn.lab.CCompilerTest#compilers")
    void precompiledHeadersAreNotRead(Path compiler) throws IOException, InterruptedException {
        Path header =
                Files.writeString(Files.createDirectory(folder.resolve("inc")).resolve("x.h"), "int other;\n");
        for (String name :
                List.of("x.h.gch", "x.h.pch", "early/x.h.gch", "folder/x.h.gch/x", "predef/stdc-predef.h.gch")) {
            Path precompiled = folder.resolve("inc").resolve(name);
            Files.createDirectories(precompiled.resolveSibling(""));
            String[] make = {
                compiler.toString(), "-std=gnu11", "-x", "c-header", "inc/x.h", "-o", precompiled.toString()
            };
            assertThat(run(make)).isZero();
        }
        Files.copy(header, folder.resolve("inc/predef/stdc-predef.h"));
        Files.copy(header, folder.resolve("inc/folder/x.h"));
        Files.writeString(header, "int declared;\n");
        Files.writeString(folder.resolve("inc/folder/x.h"), "int declared;\n");
        Files.writeString(folder.resolve("inc/predef/stdc-predef.h"), "");
        String text = "#include \"x.h\"\nint f(void) { return declared; }\n";
        String inc = "-I" + folder.resolve("inc");
        List<List<String>> uses = List.of(
                List.of(inc),
                List.of(inc, "-includex.h"),
                List.of(inc, "-include", header.toString()),
                List.of(inc, "-imacros", header.toString()),
                List.of(inc + "/predef", inc),
                List.of(inc + "/early", inc),
                List.of(inc + "/folder"));
        for (List<String> use : uses) {
            String[] flags =
                    Stream.concat(Stream.of("-std=gnu11"), use.stream()).toArray(String[]::new);
            assertThat(compile(compiler, text, flags)).as("%s", use).isEmpty();
            assertThat(compile(compiler, text.replace("declared", "other"), flags))
                    .as("%s", use)
                    .anyMatch(message -> message.contains("'other'"));
        }
        String pragma = "#pragma GCC pch_preprocess \"" + header + ".gch\"\nint f(void) { return other; }\n";
        assertThat(compile(compiler, pragma)).anyMatch(message -> message.contains("'other'"));
        for (int i = 0; i < 40; i++) {
            byte[] bytes = Files.readAllBytes(Path.of(header + ".gch"));
            for (int at = 100 + 997 * i; at < bytes.length; at += 1009) {
                bytes[at] ^= (byte) (i + 1);
            }
            Files.write(Path.of(header + ".gch"), bytes);
            if (i % 8 == 0) {
                assertThat(compile(compiler, text, inc)).isEmpty();
            }
        }
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("charrnn.lab.CCompilerTest#compilers")
    void devicesAndPipesEndInAnError(Path compiler) throws IOException, InterruptedException {
        assumeThat(run("mkfifo", "pipe")).isZero();
        Duration second = Duration.ofSeconds(1);
        assertThat(compile(compiler, second, "#include \"" + folder.resolve("pipe") + "\"\nint x;\n"))
                .containsExactly("the compiler failed: no result in 1 seconds");
        if (compiler.endsWith("gcc")) { // clang reads nothing of it
            assertThat(compile(compiler, "#include \"/dev/zero\"\nint x;\n"))
                    .singleElement()
                    .asString()
                    .contains("out of memory");
        }
        assertThat(compile(compiler, "#include \"/dev/stdin\"\nint x;\n")).isEmpty();
    }

    @Test
    void theCompilerHasLimits() throws IOException {
        Path limits = folder.resolve("limits");
        Path written = folder.resolve("written");
        Path compiler = script(
                "(ulimit -c; ulimit -t; ulimit -f; ulimit -v) > " + limits,
                "cat /dev/zero > " + written,
                "yes 'a: error: b' | tr b '\\n'");
        assertThat(compile(compiler, Duration.ofMinutes(1), ""))
                .singleElement()
                .asString()
                .hasSizeLessThan(2 << 20);
        assertThat(written).hasSize(64 << 20);
        List<String> lines = Files.readAllLines(limits);
        assertThat(lines.subList(0, 2)).containsExactly("0", "60");
        assumeThat(System.getProperty("os.name")).isEqualTo("Linux"); // macOS has no limit of memory
        assertThat(lines.get(3)).isEqualTo("1048576");
    }

    @Test
    void childrenEndWithTheCompiler() throws IOException {
        Path compiler = script("sleep 61.25", "true");
        assertThat(compile(compiler, Duration.ofMillis(300), "")).isNotEmpty();
        assertThat(ProcessHandle.allProcesses()
                        .filter(it -> it.info().commandLine().orElse("").contains("sleep 61.25")))
                .allSatisfy(it -> assertThat(it.onExit()).succeedsWithin(Duration.ofSeconds(20)));
    }

    /** A program of the current folder would be one of the project. */
    @ParameterizedTest
    @ValueSource(strings = {"", ".", "relative"})
    void relativeFoldersOfThePathAreSkipped(String path) {
        assertThat(CCompiler.find(path)).isEmpty();
    }
}
