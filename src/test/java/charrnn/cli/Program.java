package charrnn.cli;

import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

    /** Runs one command as a program of its own. */
    public static Program of(Object command, String... args) {
        Main.prepare();
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line =
                Main.commandLine(command).setOut(new EscapingWriter(out)).setErr(new EscapingWriter(err));
        int exitCode = line.execute(args);
        return new Program(exitCode, out.toString(), err.toString());
    }

    /** A training of a tiny network, for tests: some seconds. */
    public static String[] tinyTraining(Path config, Path corpus, Path checkpoints, String... more) {
        List<String> args = new ArrayList<>(List.of("--config", config.toString(), "--no-ui"));
        for (String set : List.of(
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
                "sampling.length=30")) {
            args.add("--set");
            args.add(set);
        }
        args.addAll(List.of(more));
        return args.toArray(String[]::new);
    }
}
