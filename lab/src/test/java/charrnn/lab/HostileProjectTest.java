package charrnn.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import charrnn.lab.CCompiler.Message;
import charrnn.message.UserError;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Compiles projects that try to run code, or to exhaust the machine. */
class HostileProjectTest {
    private static final String GCC = "/usr/bin/gcc";

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void createFile() throws IOException {
        file = Files.writeString(folder.resolve("a.c"), "int f(void)\n{\n\treturn 0;\n}\n")
                .toRealPath();
    }

    private static Stream<String> compilers() {
        return CCompilerTest.compilers().stream().map(Path::toString);
    }

    /** The exit code of a program that runs in the project's folder. */
    private int run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(folder.resolve("printed").toFile())
                .start();
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        return process.exitValue();
    }

    private List<Message> compile(String compiler, String text, String... flags) {
        return compile(Path.of(compiler), Duration.ofMinutes(1), text, flags);
    }

    private List<Message> compile(Path compiler, Duration limit, String text, String... flags) {
        return new CCompiler(compiler, limit).compile(text, file, CompilerFlags.kept(List.of(flags), folder), 1);
    }

    private Path script(String... lines) throws IOException {
        Path program = Files.writeString(folder.resolve("cc"), "#!/bin/sh\n" + String.join("\n", lines) + "\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        return program;
    }

    /**
     * gcc's driver gives {@code -I@x} to the compiler proper as {@code -I @x}, which is there a file of options, of which one
     * loads a plugin. Each kept flag is tried, in the form in which it is attacked.
     */
    @Test
    void noFlagLoadsAPlugin() throws IOException, InterruptedException {
        assumeThat(Path.of(GCC)).isExecutable();
        Path loaded = folder.resolve("loaded");
        Files.writeString(folder.resolve("plugin.c"), """
            #include <stdio.h>
            int plugin_is_GPL_compatible;
            __attribute__((constructor)) static void load(void)
            {
                fclose(fopen("%s", "w"));
            }
            """.formatted(loaded));
        assumeThat(run(GCC, "-shared", "-fPIC", "-o", "plugin.so", "plugin.c"))
                .as("a plugin is linked")
                .isZero();
        Path options = Files.writeString(folder.resolve("options"), "x -fplugin=" + folder.resolve("plugin.so"));
        List<List<String>> attacks = new ArrayList<>();
        for (String path : List.of("@options", "@" + options, "=@options", "\n@options")) {
            Stream.of("-I -D -U -isystem -iquote -idirafter -include -imacros -isysroot --sysroot".split(" "))
                    .forEach(flag -> attacks.addAll(List.of(
                            List.of(flag, path),
                            List.of(flag + path),
                            List.of(flag + "=" + path),
                            List.of(flag, "x=" + path))));
            Stream.of(
                            "-std= -std=gnu11 -ansi -nostdinc -pthread -m -m32 -march= -mtune=generic -mllvm -fno-builtin -fno-builtin-"
                                    + " -fno-common -fno-asm -ffreestanding -fhosted -fsigned-char -funsigned- -fshort-enums"
                                    + " -fms-extensions -fplan9-extensions -fgnu89-inline -fopenmp -fblocks -Wp, -Xpreprocessor")
                    .map(flags -> flags.split(" "))
                    .flatMap(Stream::of)
                    .forEach(flag -> attacks.addAll(List.of(List.of(flag, path), List.of(flag + path))));
        }
        CCompiler gcc = new CCompiler(Path.of(GCC), Duration.ofMinutes(1));
        int succeeded = 0;
        for (List<String> attack : attacks) {
            Path database = folder.resolve("compile_commands.json");
            List<String> words = new ArrayList<>(List.of("gcc", "-c", "a.c"));
            words.addAll(attack);
            Map<String, Object> entry = Map.of("directory", folder.toString(), "file", "a.c", "arguments", words);
            new ObjectMapper().writeValue(database.toFile(), List.of(entry));
            try {
                List<String> flags = CompilerFlags.of(null, null, folder).of(file);
                assertThat(flags)
                        .as("%s", attack)
                        .allMatch(word -> word.matches("(?s)-([DU]\\w|(-sysroot=|[Ii][a-z]*)[./]|[a-z]).*"));
                if (!flags.isEmpty()) {
                    gcc.compile(Files.readString(file), file, flags, 1);
                }
            } catch (UserError refused) {
                assertThat(refused).hasMessageStartingWith(database.toString());
            }
            assertThat(loaded).as("%s", attack).doesNotExist();
            words.set(0, GCC);
            words.add("-fsyntax-only");
            if (attack.get(0).matches("--?[IDUis].*@.*") || attack.size() == 2) {
                run(words.toArray(String[]::new));
            }
            succeeded += Files.deleteIfExists(loaded) ? 1 : 0;
        }
        assertThat(succeeded)
                .as("attacks that load the plugin without protection")
                .isGreaterThanOrEqualTo(36);
    }

    @Test
    void theCompilerGetsTheseArguments() throws IOException {
        Path arguments = folder.resolve("arguments");
        Path compiler = script("printf '%s\\n' \"$@\" > " + arguments, "pwd > " + folder.resolve("working"));
        Files.createDirectory(folder.resolve("@inc"));
        compile(compiler, Duration.ofMinutes(1), "", "cc", "-I", "@inc", "-include@x", "-DA=@b", "-fplugin=x", "-O2");
        assertThat(Files.readAllLines(arguments))
                .map(it -> it.replaceAll("^.*/charrnn\\d+/", "TEMPORARY/").replace(folder.toString(), "PROJECT"))
                .containsExactly(
                        "-imacros",
                        "TEMPORARY/charrnn-first.h",
                        "-include",
                        "TEMPORARY/charrnn-first.h",
                        "-iquote",
                        "PROJECT",
                        "-IPROJECT/@inc",
                        "-include./@x",
                        "-DA=@b",
                        "-Werror=implicit-function-declaration",
                        "-Werror=implicit-int",
                        "-fno-diagnostics-color",
                        "-ftrack-macro-expansion=0",
                        "-S",
                        "-Wall",
                        "-Wno-unused-function",
                        "-Werror=incompatible-pointer-types",
                        "-Werror=int-conversion",
                        "-Werror=return-type",
                        "-o",
                        "TEMPORARY/assembly",
                        "TEMPORARY/charrnn-source.c");
        assertThat(folder.resolve("working")).content().contains("/charrnn");
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("compilers")
    void precompiledHeadersAreNotRead(String compiler) throws IOException, InterruptedException {
        Path header =
                Files.writeString(Files.createDirectory(folder.resolve("inc")).resolve("x.h"), "int other;\n");
        List<String> make = List.of(compiler, "-std=gnu11", "-x", "c-header", "inc/x.h", "-o");
        for (String name :
                List.of("x.h.gch", "x.h.pch", "early/x.h.gch", "folder/x.h.gch/x", "predef/stdc-predef.h.gch")) {
            Path precompiled = folder.resolve("inc").resolve(name);
            Files.createDirectories(precompiled.resolveSibling(""));
            assertThat(run(Stream.concat(make.stream(), Stream.of(precompiled.toString()))
                            .toArray(String[]::new)))
                    .isZero();
        }
        Files.copy(header, folder.resolve("inc/predef/stdc-predef.h"));
        Files.copy(header, folder.resolve("inc/folder/x.h"));
        Files.writeString(header, "int declared;\n");
        Files.writeString(folder.resolve("inc/folder/x.h"), "int declared;\n");
        Files.writeString(folder.resolve("inc/predef/stdc-predef.h"), "");
        String text = "#include \"x.h\"\nint f(void) { return declared; }\n";
        List<List<String>> uses = List.of(
                List.of("-Iinc"),
                List.of("-Iinc", "-includex.h"),
                List.of("-Iinc", "-include", "inc/x.h"),
                List.of("-Iinc", "-imacros", "inc/x.h"),
                List.of("-Iinc/predef", "-Iinc"),
                List.of("-Iinc/early", "-Iinc"),
                List.of("-Iinc/folder"));
        for (List<String> use : uses) {
            String[] flags =
                    Stream.concat(Stream.of("-std=gnu11"), use.stream()).toArray(String[]::new);
            assertThat(compile(compiler, text, flags)).as("%s", use).isEmpty();
            assertThat(compile(compiler, text.replace("declared", "other"), flags))
                    .as("%s", use)
                    .anyMatch(message -> message.text().contains("'other'"));
        }
        String pragma = "#pragma GCC pch_preprocess \"" + header + ".gch\"\nint f(void) { return other; }\n";
        assertThat(compile(compiler, pragma)).anyMatch(message -> message.text().contains("'other'"));
        for (int i = 0; i < 40; i++) {
            byte[] bytes = Files.readAllBytes(Path.of(header + ".gch"));
            for (int at = 100 + 997 * i; at < bytes.length; at += 1009) {
                bytes[at] ^= (byte) (i + 1);
            }
            Files.write(Path.of(header + ".gch"), bytes);
            if (i % 8 == 0) {
                assertThat(compile(compiler, text, "-Iinc")).isEmpty();
            }
        }
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("compilers")
    void devicesAndPipesEndInAnError(String compiler) throws IOException, InterruptedException {
        assumeThat(run("mkfifo", "pipe")).isZero();
        Duration second = Duration.ofSeconds(1);
        assertThat(compile(Path.of(compiler), second, "#include \"pipe\"\nint x;\n"))
                .singleElement()
                .satisfies(message -> {
                    assertThat(message.isError()).isTrue();
                    assertThat(message.text()).isEqualTo("the compiler failed: no result in 1 seconds");
                });
        if (compiler.equals(GCC)) { // clang reads nothing of it
            assertThat(compile(compiler, "#include \"/dev/zero\"\nint x;\n"))
                    .singleElement()
                    .satisfies(message -> {
                        assertThat(message.isError()).isTrue();
                        assertThat(message.text()).contains("out of memory");
                    });
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
        assertThat(compile(compiler, Duration.ofMinutes(1), "")).singleElement().satisfies(message -> {
            assertThat(message.isError()).isTrue();
            assertThat(message.text()).hasSizeLessThan(2 << 20);
        });
        assertThat(written).hasSize(64 << 20);
        List<String> lines = Files.readAllLines(limits);
        assertThat(lines.subList(0, 2)).containsExactly("0", "60");
        assumeThat(System.getProperty("os.name")).isEqualTo("Linux"); // macOS has no limit of memory
        assertThat(lines.get(3)).isEqualTo("1048576");
    }

    @Test
    void childrenEndWithTheCompiler() throws IOException {
        Path compiler = script("sleep 61.25", "true");
        assertThat(compile(compiler, Duration.ofMillis(300), "")).anyMatch(Message::isError);
        assertThat(ProcessHandle.allProcesses()
                        .filter(it -> it.info().commandLine().orElse("").contains("sleep 61.25")))
                .allSatisfy(it -> assertThat(it.onExit()).succeedsWithin(Duration.ofSeconds(20)));
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("compilers")
    void messagesNameAFileWithALongName(String compiler) {
        file = folder.resolve("n".repeat(244) + ".c");
        assertThat(compile(compiler, "int f(void)\n{\n\tint unused;\n\treturn 0;\n}\n"))
                .singleElement()
                .satisfies(message -> {
                    assertThat(message.file()).isEqualTo(file.toString());
                    assertThat(message.line()).isEqualTo(3);
                });
        assertThat(compile(compiler, "int f(void)\n{\n\treturn x;\n}\n"))
                .first()
                .extracting(Message::file)
                .isEqualTo(file.toString());
    }

    /** A program of the current folder would be one of the project. */
    @ParameterizedTest
    @ValueSource(strings = {"", ".", "relative"})
    void relativeFoldersOfThePathAreSkipped(String path) {
        assertThat(CCompiler.find(path)).isEmpty();
    }
}
