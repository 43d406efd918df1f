package charrnn.cli.base;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import charrnn.corpus.Vocabulary;
import charrnn.lstm.NativeLibrary;
import charrnn.message.UserError;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Base of the commands: the options {@code --help}, {@code --version} and {@code --verbose}, and methods that print. */
@Command(mixinStandardHelpOptions = true, versionProvider = BuildInfo.class, footerHeading = "%nExamples:%n")
public abstract class CliCommand implements Callable<Integer> {
    /** The end of the description of an option that has a default. */
    public static final String DEFAULT = " Default: ${DEFAULT-VALUE}.";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private boolean verbose;

    @Option(
            names = {"-v", "--verbose"},
            description = "Print the native library, more log messages and the stack trace of a failure.")
    final void setVerbose(boolean verbose) {
        this.verbose = verbose;
        // On a Spark cluster, Spark's logging replaces Logback.
        if (verbose && LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME) instanceof Logger root) {
            root.setLevel(Level.INFO);
        }
    }

    public final boolean isVerbose() {
        return verbose;
    }

    public final CommandLine commandLine() {
        return spec.commandLine();
    }

    public final boolean isGiven(String option) {
        return commandLine().getParseResult().hasMatchedOption(option);
    }

    /** Refuses options that another one excludes: {@code reason} says what it does. */
    public final void refuse(String reason, List<String> options) {
        options.stream().filter(this::isGiven).findFirst().ifPresent(option -> {
            throw new UserError(reason + ", so " + option + " does not go with it");
        });
    }

    /** A message for each option that is given without the one to which it belongs. */
    public final List<String> misplaced(String owner, String... options) {
        return Stream.of(options)
                .filter(option -> isGiven(option) && !isGiven(owner))
                .map(option -> option + " belongs to " + owner + ", which is not given")
                .toList();
    }

    public static void requireExisting(String option, @Nullable Path path) {
        if (path != null && !Files.exists(path)) {
            throw new UserError(option + " " + path + " does not exist");
        }
    }

    public final PrintWriter out() {
        return commandLine().getOut();
    }

    public final PrintWriter err() {
        return commandLine().getErr();
    }

    /** Formats a text with English numbers, in every locale. */
    public static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    public final void print(String format, Object... values) {
        out().println(text(format, values).stripTrailing());
    }

    public final void print(JsonNode document) {
        out().println(document.toPrettyString());
    }

    /** Prints a line of a table with two columns on the standard output. */
    public final void row(String name, String format, Object... values) {
        print("%-16s %s", name, text(format, values));
    }

    /** Prints a line on the standard error. On a terminal, it first erases the line of a progress bar. */
    public final void say(String line) {
        err().println(StandardStreams.ERROR_IS_TERMINAL ? StandardStreams.ERASE_LINE + line : line);
    }

    /** Prints a text with a label of at most 12 characters on the standard error. */
    public final void say(String label, String text) {
        say(text("%-13s%s", label, text));
    }

    public final void warn(String message) {
        say("warning: " + message);
    }

    /** Warns of the characters of a text that are not in the vocabulary. */
    public final void warnOfUnknown(Vocabulary vocabulary, String text) {
        List<Integer> unknown = vocabulary.unknownIn(text);
        if (!unknown.isEmpty()) {
            warn("the network has no symbol for "
                    + unknown.stream().map(Vocabulary::nameOf).collect(Collectors.joining(", "))
                    + " and reads the unknown symbol instead");
        }
    }

    public final void printVerbose(String message) {
        if (verbose) {
            err().println(message);
        }
    }

    public final void printLibrary() {
        printVerbose("native library " + NativeLibrary.describe());
    }
}
