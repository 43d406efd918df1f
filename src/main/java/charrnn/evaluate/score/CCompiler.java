package charrnn.evaluate.score;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A compiler that checks a function's syntax and types and makes nothing. It is given the text through its standard input,
 * without a shell or a file, and {@value #SECONDS} seconds.
 */
public final class CCompiler {
    private static final Logger LOG = LoggerFactory.getLogger(CCompiler.class);
    private static final int SECONDS = 10;
    private static final Pattern READS = Pattern.compile("#\\s*(include|import|embed|pragma)(?s:.*)");

    private final Path program;

    CCompiler(Path program) {
        this.program = program;
    }

    /**
     * The first of gcc and clang that there is.
     *
     * @param path folders, as in the environment's {@code PATH}
     */
    public static Optional<CCompiler> find(String path) {
        return Stream.of("gcc", "clang")
                .flatMap(name -> Stream.of(path.split(Pattern.quote(File.pathSeparator)))
                        .filter(folder -> !folder.isEmpty())
                        .map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst()
                .map(CCompiler::new);
    }

    /** Its name and version, such as {@code gcc 12}. */
    public String version() {
        String said = run("", "-dumpversion").strip();
        return program.getFileName()
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
        String said = run(
                text.toString(),
                "-fsyntax-only",
                "-std=gnu11",
                "-Werror=implicit-function-declaration",
                "-Werror=implicit-int",
                "-fno-diagnostics-color",
                "-x",
                "c",
                "-");
        return Diagnostic.in(said).stream().max(Diagnostic::compareTo);
    }

    /** Nothing from the disk gets into what is compiled. */
    private static String withoutFiles(String function) {
        String lines = function.replace("\\\n", "").replace("%:", "% :"); // another spelling of #
        StringBuilder text = new StringBuilder(lines);
        for (Token token : Lexer.lex(lines).tokens()) {
            if (token.kind() == Token.Kind.DIRECTIVE
                    && READS.matcher(token.text(lines)).matches()) {
                text.replace(token.start(), token.end(), " ".repeat(token.end() - token.start()));
            }
        }
        return text.toString();
    }

    private String run(String input, String... arguments) {
        List<String> command = Stream.concat(Stream.of(program.toString()), Stream.of(arguments))
                .toList();
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("LC_ALL", "C");
        try {
            Process process = builder.start();
            AtomicBoolean late = new AtomicBoolean();
            CompletableFuture.delayedExecutor(SECONDS, TimeUnit.SECONDS).execute(() -> {
                late.set(process.isAlive());
                end(process);
            });
            write(process, input);
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return late.get() ? "<stdin>:1:1: error: out of time" : said;
        } catch (IOException e) {
            throw new IllegalStateException(program + " cannot be run: " + e.getMessage(), e);
        }
    }

    /** Its children too: the compiler proper is one, and holds the other end of the output. */
    private static void end(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private static void write(Process process, String input) {
        try (OutputStream in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            LOG.debug("{} does not read all of its input", process, e); // what it says tells why
        }
    }
}
