package charrnn.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import charrnn.lstm.NativeLibrary;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The option {@code --verbose}, which all commands have. */
final class Verbosity {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    private boolean verbose;

    @Option(
            names = {"-v", "--verbose"},
            description = "Say which native library computes, log more, and show where a failure came from.")
    void setVerbose(boolean verbose) {
        this.verbose = verbose;
        // On a Spark cluster, the logger is Spark's.
        if (verbose && LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME) instanceof Logger root) {
            root.setLevel(Level.INFO);
        }
    }

    /** With {@code --verbose}, names the native library. */
    void tellLibrary() {
        if (verbose) {
            tell("native library " + NativeLibrary.describe());
        }
    }

    /** With {@code --verbose}, says something on the standard error. */
    void tell(String message) {
        if (verbose) {
            command.commandLine().getErr().println(message);
        }
    }

    static boolean isVerbose(CommandLine command) {
        return command.getMixins().values().stream().anyMatch(m -> m instanceof Verbosity v && v.verbose);
    }
}
