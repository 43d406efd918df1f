package charrnn.tools.score;

import charrnn.tools.score.Lexer.Kind;
import charrnn.tools.score.Lexer.Token;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks the syntax and types of a function with an installed C compiler. The compiler reads its standard input, writes
 * no file, runs without a shell, and is stopped after {@value #SECONDS} seconds.
 */
public final class CCompiler {
    /** The kind of an error, from the messages of gcc and clang, in ascending severity. */
    enum Diagnostic {
        /** A missing declaration of a name, type or member, or an error that follows from it. */
        UNDECLARED,
        /** An error that no declaration would solve: a missing label, a duplicate name, a {@code break} outside a loop. */
        OTHER,
        /** A violation of the grammar. */
        SYNTAX;

        private static final Pattern ERROR = Pattern.compile("[^:\n]+:\\d+:\\d+: (?:fatal )?error: (.*)");

        private static final Pattern SYNTAX_WORDS =
                Pattern.compile("^expected .*|^stray .*|^extraneous .*|^unexpected .*|.*missing"
                        + " terminating.*|^unterminated .*|^empty character constant.*|^invalid (suffix|digit)"
                        + " .*|^exponent has no digits.*|^too many decimal points.*|^'else' without a previous"
                        + " 'if'.*|^(two or more data types|both '.*' and '.*') in declaration specifiers.*|^cannot"
                        + " combine with previous .*|^duplicate '.*'|^multiple storage classes.*|^old-style parameter"
                        + " declarations.*|^(parameter name omitted|omitting the parameter name).*|^declaration for"
                        + " parameter .*|^invalid preprocessing directive.*|^#e.* without #if.*|^a label can only be part"
                        + " of a statement.*|^label at end of compound statement.*|^function definition is not allowed"
                        + " here.*");

        private static final Pattern OTHER_WORDS =
                Pattern.compile("^label '.*' used but not defined|^use of undeclared label .*|^duplicate"
                        + " (label|case|default|member).*|^redefinition of .*|.*redeclar.*|^conflicting types for"
                        + " .*|^(break|continue) statement not within .*|^(case|'default') label not within"
                        + " .*|^'(break|case|continue|default)' statement not in .*|^multiple default labels.*|^too"
                        + " (few|many) arguments .*|^(assignment|increment|decrement) of read-only .*|^cannot assign to .*"
                        + " with const-qualified type .*|^array size missing .*|^definition of variable with array type"
                        + " needs an explicit size .*");

        /** The kinds of the errors in the output of gcc or clang; the output has no colours. */
        static List<Diagnostic> in(String output) {
            return output.lines()
                    .map(ERROR::matcher)
                    .filter(Matcher::matches)
                    .map(matcher -> of(matcher.group(1)))
                    .toList();
        }

        private static Diagnostic of(String message) {
            if (SYNTAX_WORDS.matcher(message).matches()) {
                return SYNTAX;
            }
            return OTHER_WORDS.matcher(message).matches() ? OTHER : UNDECLARED;
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(CCompiler.class);
    private static final int SECONDS = 10;
    private static final Pattern FILE_DIRECTIVE =
            Pattern.compile("#(?:\\s|/\\*(?s:.*?)\\*/)*(include|import|embed|pragma)(?s:.*)");
    /** Compilers join lines even with white space after the backslash. */
    private static final Pattern LINE_CONTINUATION = Pattern.compile("\\\\[ \\t\\f\\x0B\\r]*\\n");

    private static final List<String> OPTIONS = List.of(
            "-fsyntax-only",
            "-std=gnu11",
            "-Werror=implicit-function-declaration",
            "-Werror=implicit-int",
            "-fno-diagnostics-color",
            "-x",
            "c",
            "-");
    /** By default clang stops after 20 errors. */
    private static final List<String> CLANG_OPTIONS =
            Stream.concat(Stream.of("-ferror-limit=0"), OPTIONS.stream()).toList();

    private final Path program;
    private final Duration limit;
    private final boolean clang;

    CCompiler(Path program) {
        this(program, Duration.ofSeconds(SECONDS));
    }

    /** @throws IllegalStateException if the program cannot be run */
    CCompiler(Path program, Duration limit) {
        this.program = program;
        this.limit = limit;
        clang = run("", List.of("--version")).text().contains("clang"); // on macOS, clang is named gcc
    }

    /**
     * Finds a working gcc or, without one, clang.
     *
     * @param path folders, as in the environment's {@code PATH}
     */
    public static Optional<CCompiler> find(String path) {
        return Stream.of("gcc", "clang")
                .flatMap(name -> Stream.of(path.split(Pattern.quote(File.pathSeparator)))
                        .filter(folder -> !folder.isEmpty())
                        .map(folder -> Path.of(folder, name)))
                .filter(program -> Files.isRegularFile(program) && Files.isExecutable(program))
                .flatMap(program -> working(program).stream())
                .findFirst();
    }

    /** The compiler if it compiles a correct function; a wrapper without its compiler would fail for all functions. */
    private static Optional<CCompiler> working(Path program) {
        try {
            CCompiler compiler = new CCompiler(program);
            return compiler.check("int f(void) { return 0; }", List.of()).isEmpty()
                    ? Optional.of(compiler)
                    : Optional.empty();
        } catch (IllegalStateException e) {
            LOG.debug("{} is no compiler", program, e);
            return Optional.empty();
        }
    }

    /** The compiler's name and version, such as {@code gcc 12}. */
    public String version() {
        String output = run("", List.of("-dumpversion")).text().strip();
        return (clang ? "clang" : program.getFileName())
                + (output.isEmpty() ? "" : " " + output.lines().findFirst().orElse(""));
    }

    /**
     * The worst error of a function on its own; empty if it compiles.
     *
     * @param types names of unknown types, which are declared as {@code int}
     */
    Optional<Diagnostic> check(String function, List<String> types) {
        StringBuilder text = new StringBuilder();
        types.forEach(type -> text.append("typedef int ").append(type).append(";\n"));
        text.append(withoutIncludes(function)).append('\n');
        Result result = run(text.toString(), clang ? CLANG_OPTIONS : OPTIONS);
        Optional<Diagnostic> worst = Diagnostic.in(result.text()).stream().max(Diagnostic::compareTo);
        return worst.isEmpty() && result.failed() ? Optional.of(Diagnostic.OTHER) : worst;
    }

    /** Removes directives that read files, so that no file's text appears in the compiler's input. */
    private static String withoutIncludes(String function) {
        String lines = LINE_CONTINUATION.matcher(function).replaceAll("").replace("%:", "% :"); // another spelling of #
        StringBuilder text = new StringBuilder(lines);
        for (Token token : new Lexer(lines).tokens()) {
            if (token.kind() == Kind.DIRECTIVE
                    && FILE_DIRECTIVE.matcher(token.text(lines)).matches()) {
                text.replace(token.start(), token.end(), " ".repeat(token.end() - token.start()));
            }
        }
        return text.toString();
    }

    /** The program's output, and whether its exit code is not 0; empty and failed if the program was stopped. */
    private record Result(String text, boolean failed) {}

    private Result run(String input, List<String> arguments) {
        ProcessBuilder builder = new ProcessBuilder(program.toString()).redirectErrorStream(true);
        builder.command().addAll(arguments);
        builder.environment().put("LC_ALL", "C");
        try {
            Process process = builder.start();
            // The timer does not use the common pool, whose threads may all be waiting for compilers.
            CompletableFuture<Boolean> inTime = process.onExit()
                    .thenApply(ended -> true)
                    .completeOnTimeout(false, limit.toMillis(), TimeUnit.MILLISECONDS);
            inTime.thenAccept(ended -> {
                if (!ended) {
                    kill(process.toHandle());
                }
            });
            write(process, input);
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return inTime.join() ? new Result(text, process.exitValue() != 0) : new Result("", true);
        } catch (IOException e) {
            throw new IllegalStateException(program + " cannot be run: " + e.getMessage(), e);
        }
    }

    /**
     * Kills a process and its children: the actual compiler is a child, which holds the other end of the output. The method
     * takes a handle because {@link Process#destroyForcibly} closes the output while it is being read.
     */
    private static void kill(ProcessHandle process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private static void write(Process process, String input) {
        try (OutputStream in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            LOG.debug("{} does not read all of its input", process, e); // its output has the reason
        }
    }
}
