package charrnn.cli;

import charrnn.cli.base.BuildInfo;
import charrnn.lstm.NativeLibrary;
import charrnn.message.Spelling;
import charrnn.message.UserError;
import java.io.ObjectInputFilter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.Spec;

/** The program: {@code java -jar charrnn.jar}. */
@Command(
        name = "charrnn",
        description = "Teaches a stacked LSTM to write C, one character at a time.",
        mixinStandardHelpOptions = true,
        versionProvider = BuildInfo.class,
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nExamples; without an installation, charrnn stands for java -jar charrnn.jar:%n",
        footer = {
            "  charrnn --config lstm.yaml        train; short for train --config",
            "  charrnn train --config lstm.yaml --resume",
            "  charrnn sample --prime 'static int ' --length 500",
            "  charrnn serve --checkpoint checkpoints/lstm/best.zip",
            "  charrnn evaluate --checkpoint checkpoints/lstm/best.zip",
            "  charrnn runs",
            "  charrnn export --out model.zip --without-updater",
            "",
            "Exit codes: 0 done, 1 failed, 2 a mistake in the command, the configuration or a file,",
            "130 and 143 stopped by Ctrl-C and SIGTERM.",
            "Help for a command: charrnn train --help"
        })
public final class Main implements Runnable {
    private static final List<String> HELP = List.of("-h", "--help", "-V", "--version");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    public static void main(String[] args) {
        start(new Main(), withCommand(args));
    }

    /** Executes a command and ends the process with its exit code. */
    public static void start(Object command, String... args) {
        System.exit(execute(Main::prepare, command, args));
    }

    /** Executes a command without the filter of serialized objects, which would refuse Spark's tasks, and ends the process. */
    public static void startOnCluster(Object command, String... args) {
        System.exit(execute(NativeLibrary::choose, command, args));
    }

    /** Executes a command, and prints memory and linkage errors, which picocli passes to no handler. */
    private static int execute(Runnable preparation, Object command, String... args) {
        CommandLine line = commandLine(preparation, command);
        try {
            return line.execute(args);
        } catch (OutOfMemoryError e) {
            line.getErr()
                    .println("not enough memory: give Java more with JDK_JAVA_OPTIONS=-Xmx4g in the environment, or"
                            + " take a smaller corpus.maxChars, training.batchSize, training.sequenceLength or model.hidden ("
                            + e.getMessage()
                            + ")");
        } catch (LinkageError e) {
            Throwable root = e;
            while (root.getCause() != null) {
                root = root.getCause();
            }
            String property = NativeLibrary.EXTENSION_PROPERTY;
            line.getErr()
                    .println("a library cannot be loaded: " + root + "; ND4J's native library is chosen by " + property
                            + ", now " + System.getProperty(property));
        }
        return Failures.FAILED;
    }

    /** Chooses ND4J's native library, before a class of ND4J is loaded, and installs the filter of serialized objects. */
    static void prepare() {
        NativeLibrary.choose();
        refuseSerializedObjects();
    }

    /**
     * Turns off Java deserialization in the whole process, unless a filter is set, as by {@code -Djdk.serialFilter}: Java allows
     * one. Nothing in charrnn needs it, but Deeplearning4j and its dependencies can read objects from a file or a socket. No
     * code of a refused class runs.
     */
    public static synchronized void refuseSerializedObjects() {
        if (ObjectInputFilter.Config.getSerialFilter() == null) {
            ObjectInputFilter.Config.setSerialFilter(ObjectInputFilter.Config.createFilter("!*"));
        }
    }

    /**
     * A command line parser for a command, with this program's output and messages. Help, the version and mistakes in the
     * arguments do without the preparation.
     */
    static CommandLine commandLine(Runnable preparation, Object command) {
        CommandLine line = new CommandLine(command);
        if (command instanceof Main) {
            Tools.COMMANDS.forEach(line::addSubcommand);
        }
        return line.setOut(new EscapingWriter(System.out))
                .setErr(new EscapingWriter(System.err))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((failure, failed, parsed) -> Failures.print(failure, failed))
                .setParameterExceptionHandler((mistake, args) -> Failures.print(mistake))
                .setExecutionStrategy(parsed -> {
                    Integer help = CommandLine.executeHelpRequest(parsed);
                    return help == null ? execute(preparation, parsed) : help;
                });
    }

    private static int execute(Runnable preparation, ParseResult parsed) {
        CommandLine last =
                parsed.asCommandLineList().get(parsed.asCommandLineList().size() - 1);
        List<String> mistakes = Failures.outOfRange(last.getCommandSpec());
        if (!mistakes.isEmpty()) {
            return Failures.print(new UserError(mistakes), last);
        }
        preparation.run();
        return new RunLast().execute(parsed);
    }

    /** Puts {@code train} before options without a command, except help and version, and {@code --verbose} after a command. */
    static String[] withCommand(String... args) {
        List<String> words = new ArrayList<>(List.of(args));
        if (args.length > 1 && args[0].matches("-v|--verbose") && !args[1].startsWith("-")) {
            Collections.swap(words, 0, 1);
        } else if (args.length > 0 && args[0].startsWith("-") && !HELP.contains(args[0])) {
            words.add(0, "train");
        }
        return words.toArray(String[]::new);
    }

    @Override
    public void run() {
        String commands = Spelling.either(List.copyOf(spec.subcommands().keySet()));
        throw new ParameterException(spec.commandLine(), "a command is missing: " + commands);
    }

    /** {@code shell-completion}: prints a script that completes this program's commands and options in bash and zsh. */
    @Command(
            name = "shell-completion",
            description = "Prints a completion script for bash and zsh.",
            footerHeading = "%nExample, with an alias for the program:%n",
            footer = {
                "  alias charrnn='java -jar /path/to/charrnn.jar'",
                "  source <(java -jar /path/to/charrnn.jar shell-completion)"
            })
    static final class ShellCompletion extends AutoComplete.GenerateCompletion {}
}
