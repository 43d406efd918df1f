package charrnn.tools.score;

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
 * A C compiler that checks a function's syntax and types and writes no file. It reads the text from its standard input,
 * without a shell or a file, and may take {@value #SECONDS} seconds.
 */
public final class CCompiler {
    /** The kind of an error, by the words of gcc and clang. */
    enum Diagnostic {
        /** A name, type or member that is declared elsewhere, or what follows from not knowing it. */
        UNDECLARED,
        /** No declaration elsewhere would help: a missing label, a name declared twice, a {@code break} outside of a loop. */
        OTHER,
        /** The text does not follow the grammar. */
        SYNTAX;

        private static final Pattern ERROR = Pattern.compile("[^:\n]+:\\d+:\\d+: (?:fatal )?error: (.*)");

        private static final Pattern SYNTAX_WORDS =
                Pattern.compile("^expected .*|^stray .*|^extraneous .*|^unexpected .*"
                        + "|.*missing terminating.*|^unterminated .*|^empty character constant.*|^invalid (suffix|digit) .*"
                        + "|^exponent has no digits.*|^too many decimal points.*|^'else' without a previous 'if'.*"
                        + "|^(two or more data types|both '.*' and '.*') in declaration specifiers.*"
                        + "|^cannot combine with previous .*|^duplicate '.*'|^multiple storage classes.*"
                        + "|^old-style parameter declarations.*|^(parameter name omitted|omitting the parameter name).*"
                        + "|^declaration for parameter .*|^invalid preprocessing directive.*|^#e.* without #if.*"
                        + "|^a label can only be part of a statement.*|^label at end of compound statement.*"
                        + "|^function definition is not allowed here.*");

        private static final Pattern OTHER_WORDS =
                Pattern.compile("^label '.*' used but not defined|^use of undeclared label .*"
                        + "|^duplicate (label|case|default|member).*|^redefinition of .*|.*redeclar.*|^conflicting types for .*"
                        + "|^(break|continue) statement not within .*|^(case|'default') label not within .*"
                        + "|^'(break|case|continue|default)' statement not in .*|^multiple default labels.*"
                        + "|^too (few|many) arguments .*"
                        + "|^(assignment|increment|decrement) of read-only .*|^cannot assign to .* with const-qualified type .*"
                        + "|^array size missing .*|^definition of variable with array type needs an explicit size .*");

        /** The errors in the output of gcc or clang, without colours. */
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
    private static final Pattern READS =
            Pattern.compile("#(?:\\s|/\\*(?s:.*?)\\*/)*(include|import|embed|pragma)(?s:.*)");
    /** Compilers join lines even where white space stands behind the backslash. */
    private static final Pattern JOINT = Pattern.compile("\\\\[ \\t\\f\\x0B\\r]*\\n");

    private static final List<String> CHECK = List.of(
            "-fsyntax-only",
            "-std=gnu11",
            "-Werror=implicit-function-declaration",
            "-Werror=implicit-int",
            "-fno-diagnostics-color",
            "-x",
            "c",
            "-");
    /** Clang would stop at the twentieth. */
    private static final List<String> ALL_ERRORS_OF_CLANG =
            Stream.concat(Stream.of("-ferror-limit=0"), CHECK.stream()).toList();

    private final Path program;
    private final Duration limit;
    private final boolean clang;

    CCompiler(Path program) {
        this(program, Duration.ofSeconds(SECONDS));
    }

    /** @throws IllegalStateException if it cannot be run */
    CCompiler(Path program, Duration limit) {
        this.program = program;
        this.limit = limit;
        clang = run("", List.of("--version")).text().contains("clang"); // macOS calls it gcc
    }

    /**
     * The first of gcc and clang that compiles.
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

    /** The compiler if it works; a wrapper whose compiler is missing would count all functions as broken. */
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

    /** Its name and version, such as {@code gcc 12}. */
    public String version() {
        String said = run("", List.of("-dumpversion")).text().strip();
        return (clang ? "clang" : program.getFileName())
                + (said.isEmpty() ? "" : " " + said.lines().findFirst().orElse(""));
    }

    /**
     * The worst error of a function that stands alone; empty where there is none.
     *
     * @param types names that stand for types of which nothing is known
     */
    Optional<Diagnostic> check(String function, List<String> types) {
        StringBuilder text = new StringBuilder();
        types.forEach(type -> text.append("typedef int ").append(type).append(";\n"));
        text.append(withoutFiles(function)).append('\n');
        Result result = run(text.toString(), clang ? ALL_ERRORS_OF_CLANG : CHECK);
        Optional<Diagnostic> worst = Diagnostic.in(result.text()).stream().max(Diagnostic::compareTo);
        return worst.isEmpty() && result.failed() ? Optional.of(Diagnostic.OTHER) : worst;
    }

    /** Nothing from the disk gets into what is compiled. */
    private static String withoutFiles(String function) {
        String lines = JOINT.matcher(function).replaceAll("").replace("%:", "% :"); // another spelling of #
        StringBuilder text = new StringBuilder(lines);
        for (Token token : Lexer.lex(lines).tokens()) {
            if (token.is(Token.Kind.DIRECTIVE)
                    && READS.matcher(token.text(lines)).matches()) {
                text.replace(token.start(), token.end(), " ".repeat(token.end() - token.start()));
            }
        }
        return text.toString();
    }

    /**
     * The result of a run.
     *
     * @param text the output of the program; empty where it was ended
     * @param failed whether its exit code is not 0, or it was ended
     */
    private record Result(String text, boolean failed) {}

    private Result run(String input, List<String> arguments) {
        ProcessBuilder builder = new ProcessBuilder(program.toString()).redirectErrorStream(true);
        builder.command().addAll(arguments);
        builder.environment().put("LC_ALL", "C");
        try {
            Process process = builder.start();
            // The timer has a thread of its own: those of the common pool may all be waiting for compilers.
            CompletableFuture<Boolean> inTime = process.onExit()
                    .thenApply(ended -> true)
                    .completeOnTimeout(false, limit.toMillis(), TimeUnit.MILLISECONDS);
            inTime.thenAccept(ended -> {
                if (!ended) {
                    end(process.toHandle());
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
     * Its children too: the compiler proper is one, and holds the other end of the output. By handles, as a process that is
     * ended itself closes its output under the reader.
     */
    private static void end(ProcessHandle process) {
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
