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
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks the syntax and types of functions and files with an installed C compiler. The compiler works and writes in a
 * temporary folder, has limits of memory and of written bytes, and is stopped after {@link #LIMIT}.
 */
final class CCompiler {
    private static final Logger LOG = LoggerFactory.getLogger(CCompiler.class);
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

    /**
     * An error or a warning in the output of gcc or clang.
     *
     * @param file the name that the compiler gives
     * @param line from 1
     */
    record Message(String file, int line, boolean isError, String text) {
        private static Message of(MatchResult match) {
            return new Message(
                    match.group(1),
                    Integer.parseInt(match.group(2)),
                    !match.group(3).equals("warning"),
                    match.group(4));
        }
    }

    /** The output has no colours. The name of a file may begin with a drive. */
    private static final Pattern MESSAGE = Pattern.compile(
            "(?m)^((?:\\w:)?[^:\n]+):(\\d{1,9}):\\d+: (?:fatal )?(error|warning): (.{0," + MAX_MESSAGE + "})");

    /** Also where it is no directive: to find out would need a preprocessor. */
    private static final Pattern FILE_DIRECTIVE =
            Pattern.compile("#(?:\\s|/\\*(?s:.*?)\\*/)*+(?:include|import|embed|pragma).*");

    private static final Pattern LINE_CONTINUATION =
            Pattern.compile("\\\\[ \\t\\f\\x0B\\r]*\\n"); // as compilers join lines

    /** The options of every compilation: what the standard has not allowed since C99 is an error. */
    private static final String STRICT =
            "-Werror=implicit-function-declaration -Werror=implicit-int -fno-diagnostics-color ";

    /** By default, clang stops after 20 errors, and gcc reports errors of macros in their definitions. */
    private static final String CLANG = "-ferror-limit=0 ";

    private static final String GCC = "-ftrack-macro-expansion=0 ";
    private static final String SYNTAX = "-fsyntax-only ";

    /** The flow of control, which some warnings need, is known with -S only; the callers of a function may be missing. */
    private static final String WARNINGS = "-S -Wall -Wno-unused-function -Werror=incompatible-pointer-types"
            + " -Werror=int-conversion -Werror=return-type ";

    private static final Path NO_FILE = Path.of("charrnn.c").toAbsolutePath();

    private final Path program;
    private final Duration limit;
    private final boolean clang;

    /** @throws IllegalStateException if the program cannot be run */
    CCompiler(Path program, Duration limit) {
        this.program = program;
        this.limit = limit;
        clang = run("", NO_FILE, List.of(), "--version").text().contains("clang"); // on macOS, clang is named gcc
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
                .filter(Path::isAbsolute) // it runs in another folder
                .filter(program -> Files.isRegularFile(program) && Files.isExecutable(program))
                .flatMap(program -> working(program).stream())
                .findFirst();
    }

    /** The compiler if it compiles a correct function; a wrapper without its compiler would fail for all functions. */
    private static Optional<CCompiler> working(Path program) {
        try {
            return Optional.of(new CCompiler(program, LIMIT))
                    .filter(it -> it.compile("int f(void) { return 0; }", NO_FILE, List.of(), 1)
                            .isEmpty());
        } catch (IllegalStateException e) {
            LOG.debug("{} is no compiler", program, e);
            return Optional.empty();
        }
    }

    /** The compiler's name and version, such as {@code gcc 12}. */
    String version() {
        String output = run("", NO_FILE, List.of(), "-dumpversion").text().strip();
        return (clang ? "clang" : program.getFileName())
                + (output.isEmpty() ? "" : " " + output.lines().findFirst().orElse(""));
    }

    private String strict() {
        return STRICT + (clang ? CLANG : GCC);
    }

    private static Stream<Message> messages(String output) {
        return MESSAGE.matcher(output).results().map(Message::of);
    }

    /**
     * Compiles the text of a project's file, from a temporary folder.
     *
     * @param file the file, whose folder has its includes; it is not read
     * @param flags the project's flags for this file
     * @param warnedFrom line from which warnings count
     * @return the errors, or, if there is none, the warnings
     */
    List<Message> compile(String text, Path file, List<String> flags, int warnedFrom) {
        List<String> all =
                new ArrayList<>(List.of("-iquote", file.resolveSibling("").toString()));
        all.addAll(flags);
        Result syntax = run(text, file, all, strict() + SYNTAX);
        List<Message> errors = messages(syntax.text()).filter(Message::isError).toList();
        if (errors.isEmpty() && syntax.failed()) {
            String output = syntax.text().strip().replace("\n", "; ");
            return List.of(new Message("", 0, true, TerminalText.line("the compiler failed: " + output, MAX_MESSAGE)));
        }
        if (!errors.isEmpty()) {
            return errors;
        }
        return messages(run(text, file, all, strict() + WARNINGS).text())
                .filter(message -> message.file().equals(file.toString()) && message.line() >= warnedFrom)
                .map(message -> new Message(message.file(), message.line(), false, message.text()))
                .toList();
    }

    /** Removes directives that read files, so that no file's text appears in the compiler's input. */
    static String withoutIncludes(String function) {
        String lines = LINE_CONTINUATION.matcher(function).replaceAll("").replace("%:", "% :"); // another spelling of #
        return FILE_DIRECTIVE.matcher(lines).replaceAll(" ");
    }

    /** The program's output, and whether its exit code is not 0 or it was stopped. */
    private record Result(String text, boolean failed) {}

    /**
     * Compiles a text in a temporary folder. After its first token gcc reads no precompiled headers, which are unchecked memory
     * images, and after the first {@code -include} clang neither; so a header with a token comes before all others.
     *
     * @param file the file that messages name
     * @param options further flags, which have no blanks
     */
    private Result run(String text, Path file, List<String> flags, String options) {
        try {
            Path temporary = Files.createTempDirectory("charrnn");
            try {
                Path source = temporary.resolve("charrnn-source.c"); // a name of the project's could be too long
                Path header = Files.writeString(temporary.resolve("charrnn-first.h"), ";\n");
                Path output = temporary.resolve("charrnn-output");
                Files.write(source, text.getBytes(StandardCharsets.UTF_8));
                List<String> command = new ArrayList<>(LIMITED);
                command.addAll(
                        List.of(program.toString(), "-imacros", header.toString(), "-include", header.toString()));
                command.addAll(flags);
                command.addAll(List.of(options.split(" ")));
                command.addAll(List.of("-o", temporary.resolve("assembly").toString(), source.toString()));
                ProcessBuilder builder = new ProcessBuilder(command)
                        .directory(temporary.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile());
                builder.environment().putAll(Map.of("LC_ALL", "C", "TMPDIR", temporary.toString()));
                Process process = builder.start();
                process.getOutputStream().close();
                boolean inTime = process.onExit()
                        .thenApply(ended -> true)
                        .completeOnTimeout(false, limit.toMillis(), TimeUnit.MILLISECONDS)
                        .join();
                if (!inTime) {
                    process.descendants().forEach(ProcessHandle::destroyForcibly); // the actual compiler is a child
                    process.destroyForcibly();
                    return new Result("no result in " + limit.toSeconds() + " seconds", true);
                }
                try (InputStream printed = Files.newInputStream(output)) {
                    String all = new String(printed.readNBytes(1 << 20), StandardCharsets.UTF_8);
                    return new Result(all.replace(source.toString(), file.toString()), process.exitValue() != 0);
                }
            } finally {
                FileUtils.deleteQuietly(temporary.toFile());
            }
        } catch (IOException e) {
            throw new IllegalStateException(program + " cannot be run: " + e.getMessage(), e);
        }
    }
}
