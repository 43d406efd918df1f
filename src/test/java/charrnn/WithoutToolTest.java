package charrnn;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.cli.Main;
import charrnn.cli.Program;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.apache.commons.io.FileUtils;
import org.apache.commons.io.FilenameUtils;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The program compiles and runs without any one tool and what uses it. */
@Tag("long")
class WithoutToolTest {
    private static final Path MAIN = Path.of("src/main/java/charrnn");
    private static final Path TOOLS = MAIN.resolve("tools");
    private static final Path CLI = MAIN.resolve("cli");
    private static final String LIBRARIES = Stream.of(
                    System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> entry.endsWith(".jar"))
            .collect(Collectors.joining(File.pathSeparator));

    @TempDir
    private static Path core;

    @BeforeAll
    static void compilesWithoutTools() {
        Stream<Path> below = sources(MAIN).filter(file -> !file.startsWith(TOOLS) && !file.startsWith(CLI));
        compile(Stream.concat(below, sources(Path.of("lstm/src/main/java"))), LIBRARIES, core);
    }

    static Stream<String> tools() {
        return ArchitectureTest.MAY_USE.keySet().stream().filter(name -> name.startsWith("tools."));
    }

    @ParameterizedTest
    @MethodSource("tools")
    void runsWithout(String tool, @TempDir Path folder) throws IOException, InterruptedException {
        Set<Path> gone = withUsers(tool);
        String names = gone.stream()
                .flatMap(WithoutToolTest::sources)
                .map(file -> FilenameUtils.getBaseName(file.toString()))
                .collect(Collectors.joining("|", "(", ")"));
        Path list = CLI.resolve("Tools.java");
        Path shorter = folder.resolve("Tools.java");
        Files.writeString(
                shorter,
                Files.readString(list)
                        .replaceAll("import .*\\." + names + ";\n", "")
                        .replaceAll("\\b" + names + "(\\.class|::\\w+)(,\\s*)?", "")
                        .replaceAll(",(\\s*\\))", "$1"));
        Stream<Path> left = Stream.of(TOOLS, CLI)
                .flatMap(WithoutToolTest::sources)
                .filter(file -> !file.equals(list) && gone.stream().noneMatch(file::startsWith));
        String classPath = core + File.pathSeparator + LIBRARIES;
        compile(Stream.concat(left, Stream.of(shorter)), classPath, folder);

        classPath = String.join(File.pathSeparator, folder.toString(), "src/main/resources", classPath);
        assertThat(run(classPath, "--help")).contains("train");
        assertThat(run(classPath, "inspect", "src/test/resources/charrnn/model/checkpoint/format-1.zip"))
                .contains("network");
    }

    /** The folders of a tool and of those that may use it, directly or not, and the one command of the core that uses a tool. */
    private static Set<Path> withUsers(String tool) {
        Set<String> names = new TreeSet<>(Set.of(tool));
        while (names.addAll(tools().filter(user -> !Collections.disjoint(ArchitectureTest.MAY_USE.get(user), names))
                .toList())) {
            // until none is new
        }
        Set<Path> gone = new TreeSet<>();
        names.forEach(name -> gone.add(MAIN.resolve(name.replace('.', '/'))));
        if (names.contains("tools.constrain")) {
            gone.add(CLI.resolve("SampleCommand.java"));
        }
        return gone;
    }

    private static Stream<Path> sources(Path from) {
        return Files.isRegularFile(from)
                ? Stream.of(from)
                : FileUtils.listFiles(from.toFile(), new String[] {"java"}, true).stream()
                        .map(File::toPath);
    }

    private static void compile(Stream<Path> sources, String classPath, Path out) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        List<String> options = List.of("-d", out.toString(), "-cp", classPath, "-proc:none", "-nowarn");
        var files = compiler.getStandardFileManager(null, null, null).getJavaFileObjectsFromPaths(sources.toList());
        assertThat(compiler.getTask(messages, null, null, options, null, files).call())
                .as(messages::toString)
                .isTrue();
    }

    private static String run(String classPath, String... args) throws IOException, InterruptedException {
        return Program.ended(Program.process(classPath, Main.class, args))
                .done()
                .out();
    }
}
