package charrnn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.files.StrictJson;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;

/**
 * The program run in this JVM, its streams caught.
 *
 * @param exitCode 0 done, 1 failed, 2 the user's mistake
 * @param out what it wrote to the standard output
 * @param err what it wrote to the standard error
 */
public record Program(int exitCode, String out, String err) {
    public static Program run(String... args) {
        return of(new Main(), Main.withCommand(args));
    }

    /**
     * Runs the words of a line.
     *
     * @param more further arguments, which may have blanks
     */
    public static Program line(String words, String... more) {
        return run(Stream.concat(Stream.of(words.split(" ")), Stream.of(more)).toArray(String[]::new));
    }

    /** Runs one command as a program of its own. */
    public static Program of(Object command, String... args) {
        Main.prepare();
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = Main.commandLine(() -> {}, command)
                .setOut(new EscapingWriter(out))
                .setErr(new EscapingWriter(err));
        int exitCode = line.execute(args);
        return new Program(exitCode, out.toString(), err.toString());
    }

    /** A JVM of its own for a class with a main method, to be started. */
    public static ProcessBuilder process(Class<?> main, String... args) {
        String classPath = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
        return process(classPath, main, args);
    }

    public static ProcessBuilder process(String classPath, Class<?> main, String... args) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp", classPath, main.getName()));
        command.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeAll(Set.of("JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS")); // Java prints them
        return builder;
    }

    /** Runs any other program to its end, with an empty input; its output has both of its streams. */
    public static Program ended(ProcessBuilder builder) throws IOException, InterruptedException {
        Process process = builder.redirectErrorStream(true).start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Program(process.waitFor(), out, "");
    }

    /** Expects that the program has done its work. */
    public Program done() {
        assertThat(exitCode).as(out + err).isZero();
        return this;
    }

    /** Expects that the program has done its work, and has written one JSON document. */
    public JsonNode json() {
        try {
            return StrictJson.MAPPER.readTree(done().out);
        } catch (JsonProcessingException e) {
            throw new AssertionError(out, e);
        }
    }

    /** Expects that the program has refused the user's mistake in some lines without a stack trace. */
    public Program refused(String... parts) {
        assertThat(exitCode).as(err).isEqualTo(2);
        assertThat(err).doesNotContain("Exception", "\tat ");
        Stream.of(parts).forEach(part -> assertThat(err).contains(part));
        assertThat(out).isEmpty();
        return this;
    }

    /** Expects that the program has refused the user's mistake in this line alone. */
    public void refusedWith(String line) {
        assertThat(refused().err).isEqualTo(line + System.lineSeparator());
    }

    /**
     * The command line of a training of a tiny network: some seconds.
     *
     * @param more options, and settings such as {@code training.epochs=1}
     */
    public static String[] tinyTraining(Path config, Path corpus, Path checkpoints, String... more) {
        List<String> args = new ArrayList<>(List.of("--config", config.toString(), "--no-ui"));
        List<String> settings = List.of(
                "corpus.path=" + corpus,
                "checkpoints.directory=" + checkpoints,
                "model.hidden=12",
                "training.batchSize=4",
                "training.sequenceLength=20",
                "training.maxMinutes=0",
                "training.epochs=2",
                "training.schedule=constant",
                "training.validateEverySteps=0",
                "sampling.everySteps=0",
                "sampling.length=30");
        for (String word : Stream.concat(settings.stream(), Stream.of(more)).toList()) {
            boolean isSetting = word.matches("(?s)\\w+(\\.\\w+)*=.*");
            if (isSetting && !args.get(args.size() - 1).equals("--set")) {
                args.add("--set");
            }
            args.add(word);
        }
        return args.toArray(String[]::new);
    }
}
