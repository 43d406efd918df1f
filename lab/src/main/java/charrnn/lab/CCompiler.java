package charrnn.lab;

import charrnn.message.TerminalText;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;

/**
 * Checks the syntax and types of functions and files with an installed C compiler, which has limits of memory and of written
 * bytes, and is stopped after {@link #LIMIT}.
 */
final class CCompiler {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    /**
     * Runs its arguments with limits: no core dump, 64 MiB for each written file (in units of 512 bytes), a minute of
     * processor time and 1 GiB of memory (in KiB). A limit that the system does not have, as macOS for memory, is left out.
     */
    private static final List<String> LIMITED = List.of(
            "/bin/sh",
            "-c",
            "for limit in '-c 0' '-f 131072' '-t 60' '-v 1048576'; do ulimit $limit 2>/dev/null; done; exec \"$@\"",
            "sh");

    private static final int MAX_MESSAGE = 1000; // characters

    /** An error in the output of gcc or clang, without colours. The name of a file may begin with a drive. */
    private static final Pattern ERROR =
            Pattern.compile("(?m)^(?:\\w:)?[^:\n]+:\\d{1,9}:\\d+: (?:fatal )?error: (.{0," + MAX_MESSAGE + "})");

    /** Also where it is no directive: to find out would need a preprocessor. */
    private static final Pattern FILE_DIRECTIVE =
            Pattern.compile("#(?:\\s|/\\*(?s:.*?)\\*/)*+(?:include|import|embed|pragma).*");

    private static final Pattern LINE_CONTINUATION =
            Pattern.compile("\\\\[ \\t\\f\\x0B\\r]*\\n"); // as compilers join lines

    /** The options of every compilation: what the standard has not allowed since C99 is an error. */
    private static final String STRICT =
            "-Werror=implicit-function-declaration -Werror=implicit-int -fno-diagnostics-color -fsyntax-only";

    /** By default, clang stops after 20 errors, and gcc reports errors of macros in their definitions. */
    private static final String CLANG = " -ferror-limit=0";

    private static final String GCC = " -ftrack-macro-expansion=0";

    private final Path program;
    private final Duration limit;
    private final boolean clang;

    /** @throws IllegalStateException if the program cannot be run */
    CCompiler(Path program, Duration limit) {
        this.program = program;
        this.limit = limit;
        clang = run("", "--version").text().contains("clang"); // on macOS, clang is named gcc
    }

    /**
     * Finds a working gcc or, without one, clang.
     *
     * @param path folders, as in the environment's {@code PATH}
     */
    static Optional<CCompiler> find(String path) {
        return Stream.of("gcc", "clang")
                .flatMap(name ->
                        Stream.of(path.split(Pattern.quote(File.pathSeparator))).map(folder -> Path.of(folder, name)))
                .filter(Path::isAbsolute) // a program of the current folder would be one of the project
                .filter(program -> Files.isRegularFile(program) && Files.isExecutable(program))
                .flatMap(program -> working(program).stream())
                .findFirst();
    }

    /** The compiler if it compiles a correct function; a wrapper without its compiler would fail for all functions. */
    private static Optional<CCompiler> working(Path program) {
        try {
            return Optional.of(new CCompiler(program, LIMIT))
                    .filter(it -> it.errors("int f(void) { return 0; }", "").isEmpty());
        } catch (IllegalStateException e) {
            return Optional.empty(); // it is no compiler
        }
    }

    /** The compiler's name and version, such as {@code gcc 12}. */
    String version() {
        String output = run("", "-dumpversion").text().strip();
        return (clang ? "clang" : program.getFileName())
                + (output.isEmpty() ? "" : " " + output.lines().findFirst().orElse(""));
    }

    /**
     * The errors of a text, without their places; one if the compiler fails without a message.
     *
     * @param cflags the flags of a project, as in a shell
     * @param others further flags
     */
    List<String> errors(String text, String cflags, String... others) {
        Result result = run(text, cflags + "\n" + STRICT + (clang ? CLANG : GCC), others);
        List<String> errors =
                ERROR.matcher(result.text()).results().map(it -> it.group(1)).toList();
        if (errors.isEmpty() && result.failed()) {
            String output = result.text().strip().replace("\n", "; ");
            return List.of(TerminalText.line("the compiler failed: " + output, MAX_MESSAGE));
        }
        return errors;
    }

    /** Removes directives that read files, so that no file's text appears in the compiler's input. */
    static String withoutIncludes(String function) {
        String lines = LINE_CONTINUATION
                .matcher(function)
                .replaceAll("")
                .replace("%:", "% :") // another spelling of #
                .replaceAll("\\?(?=\\?)", "? "); // trigraphs
        return FILE_DIRECTIVE.matcher(lines).replaceAll(" ");
    }

    /** The program's output, and whether its exit code is not 0 or it was stopped. */
    private record Result(String text, boolean failed) {}

    /**
     * Runs the compiler on a text, in the current folder, to which the flags' paths are relative. After its first token gcc reads
     * no precompiled headers, which are unchecked memory images, and after the first {@code -include} clang neither; so a header
     * with a token comes before all others.
     *
     * @param flags in a file, which the compiler splits as a shell does
     */
    private Result run(String text, String flags, String... others) {
        try {
            Path temporary = Files.createTempDirectory("charrnn");
            try {
                Path source = temporary.resolve("charrnn-source.c"); // a name of the project's could be too long
                Path header = Files.writeString(temporary.resolve("charrnn-first.h"), ";\n");
                Path options = Files.writeString(temporary.resolve("charrnn-flags"), flags);
                Path output = temporary.resolve("charrnn-output");
                Files.write(source, text.getBytes(StandardCharsets.UTF_8));
                List<String> command = new ArrayList<>(LIMITED);
                command.addAll(
                        List.of(program.toString(), "-imacros", header.toString(), "-include", header.toString()));
                command.addAll(List.of(others));
                command.addAll(List.of("@" + options, source.toString()));
                ProcessBuilder builder =
                        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
                builder.environment().putAll(Map.of("LC_ALL", "C", "TMPDIR", temporary.toString()));
                Process process = builder.start();
                process.getOutputStream().close();
                if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                    process.descendants().forEach(ProcessHandle::destroyForcibly); // the actual compiler is a child
                    process.destroyForcibly();
                    return new Result("no result in " + limit.toSeconds() + " seconds", true);
                }
                try (InputStream printed = Files.newInputStream(output)) {
                    String all = new String(printed.readNBytes(1 << 20), StandardCharsets.UTF_8);
                    return new Result(all, process.exitValue() != 0);
                }
            } finally {
                FileUtils.deleteQuietly(temporary.toFile());
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(program + " cannot be run: " + e.getMessage(), e);
        }
    }
}
