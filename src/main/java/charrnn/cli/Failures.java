package charrnn.cli;

import charrnn.cli.base.CliCommand;
import charrnn.cli.base.FileFinder;
import charrnn.config.ConfigWriter;
import charrnn.config.Key.Bounds;
import charrnn.config.Range;
import charrnn.message.Reason;
import charrnn.message.Spelling;
import charrnn.message.TerminalText;
import charrnn.message.UserError;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.lang.reflect.AnnotatedElement;
import java.nio.file.FileSystemException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/**
 * Prints failures: the user's mistakes as one line each, with exit code 2, and others with exit code 1. Picocli's own message is
 * replaced where it does not say what is allowed or what to type instead.
 */
final class Failures {
    static final int FAILED = 1;
    private static final int USER_MISTAKE = 2;
    private static final String CONFIGURATION = ".*\\.ya?ml";
    private static final String CHECKPOINT = ".*\\.zip|[\\w.~-]*(/[\\w.-]+)+/?";

    private static final String SET = "--set";

    private Failures() {}

    /** Prints a mistake in a command line and returns the exit code. */
    static int print(ParameterException mistake) {
        CommandLine command = mistake.getCommandLine();
        command.getErr().println(TerminalText.line(message(mistake)));
        command.getErr().println("see: " + command.getCommandSpec().qualifiedName() + " --help");
        return USER_MISTAKE;
    }

    /** Prints a failure and returns the exit code. */
    static int print(Exception failure, CommandLine command) {
        PrintWriter err = command.getErr();
        if (failure instanceof UserError mistake) {
            mistake.messages().forEach(err::println);
        } else {
            err.println(describe(failure));
        }
        if (command.getCommand() instanceof CliCommand base && base.isVerbose()) {
            failure.printStackTrace(err);
        } else if (!(failure instanceof UserError)) {
            err.println("(--verbose prints the stack trace)");
        }
        return failure instanceof UserError ? USER_MISTAKE : FAILED;
    }

    /** A message for each number that is not in the {@link Bounds range} that its option declares. */
    static List<String> outOfRange(CommandSpec spec) {
        List<String> mistakes = new ArrayList<>();
        for (OptionSpec option : spec.options()) {
            Bounds bounds = option.userObject() instanceof AnnotatedElement field
                    ? field.getAnnotation(Bounds.class)
                    : (Bounds) option.userObject();
            if (bounds != null) {
                Range range = Range.of(bounds);
                // Without a match, an option of a group has no value, but others may have one of the environment.
                Stream<?> values =
                        option.group() == null ? Stream.ofNullable(option.getValue()) : option.typedValues().stream();
                values.map(Number.class::cast)
                        .filter(number -> !range.contains(number.doubleValue()))
                        .map(number -> name(option) + " is " + ConfigWriter.value(number) + ", but must be "
                                + range.describe(!(number instanceof Double)))
                        .forEach(mistakes::add);
            }
        }
        return mistakes;
    }

    private static String describe(Exception failure) {
        if (failure instanceof UncheckedIOException && failure.getCause() instanceof IOException cause) {
            return describe(cause);
        }
        if (failure instanceof FileSystemException file && file.getReason() == null) {
            return file.getFile() + ": " + Reason.of(file);
        }
        String message = failure.getMessage();
        return message == null || message.isBlank() ? failure.toString() : message;
    }

    /** Formats a mistake in a command line as one line. */
    private static String message(ParameterException mistake) {
        List<String> unmatched = mistake.getCommandLine().getUnmatchedArguments();
        if (!unmatched.isEmpty()) { // these also explain a missing option
            return ofUnmatched(mistake.getCommandLine().getCommandSpec(), unmatched.get(0));
        }
        ArgSpec argument = mistake.getArgSpec();
        String value = mistake.getValue();
        List<String> allowed = argument == null || value == null ? List.of() : allowed(argument.type(), value);
        return argument == null || allowed.isEmpty()
                ? mistake.getMessage() + presets(mistake)
                : name(argument) + " is '" + value + "', but must be " + Spelling.either(allowed)
                        + Spelling.didYouMean(Spelling.nearest(value, allowed));
    }

    /** The names of the configurations, if {@code --config} is missing and there are any. */
    private static String presets(ParameterException mistake) {
        boolean missing = String.valueOf(mistake.getMessage()).contains("required option: '--config=");
        List<String> names = missing ? new FileFinder().configurations() : List.of();
        return names.isEmpty() ? "" : "; the configurations are " + String.join(", ", names);
    }

    /** The first long name of an option, without its aliases. */
    private static String name(ArgSpec argument) {
        return argument instanceof OptionSpec option
                ? Stream.of(option.names())
                        .filter(name -> name.startsWith("--"))
                        .findFirst()
                        .orElse(option.names()[0])
                : argument.paramLabel();
    }

    /** The allowed values; empty for a type that takes any text. */
    private static List<String> allowed(Class<?> type, String value) {
        if (type.isEnum()) {
            return Arrays.stream(type.getEnumConstants()).map(Object::toString).toList();
        }
        boolean isTooLarge = value.matches("[0-9]+"); // a mistake only beyond the type's range
        return switch (type.getSimpleName()) {
            case "boolean" -> List.of("without a value");
            case "int", "Integer" -> List.of("a whole number" + (isTooLarge ? " of at most " + Integer.MAX_VALUE : ""));
            case "long", "Long" -> List.of("a whole number" + (isTooLarge ? " of at most " + Long.MAX_VALUE : ""));
            case "double", "Double" -> List.of("a number");
            default -> List.of();
        };
    }

    private static String ofUnmatched(CommandSpec spec, String argument) {
        if (argument.startsWith("-")) {
            List<String> nearest = Spelling.nearest(
                    argument.replaceFirst("=.*", ""), spec.optionsMap().keySet());
            boolean isKey = spec.name().equals("train") && (nearest.isEmpty() || nearest.contains(SET));
            return "there is no option " + argument + " of '" + spec.name() + "'"
                    + (isKey ? "; a key is set like --set training.epochs=5" : Spelling.didYouMean(nearest));
        }
        if (!spec.subcommands().isEmpty()) {
            return "there is no command " + argument
                    + Spelling.didYouMean(
                            Spelling.nearest(argument, spec.subcommands().keySet()));
        }
        List<String> settings =
                spec.findOption(SET) == null ? List.of() : spec.findOption(SET).stringValues();
        Optional<String> key = settings.stream().filter(it -> !it.contains("=")).findFirst();
        if (key.isPresent()) {
            return SET + " " + key.get() + " has no \"=\": write " + SET + " " + key.get() + "=" + argument;
        }
        String option = argument.matches(CONFIGURATION)
                ? "--config"
                : argument.matches(CHECKPOINT) ? "--checkpoint" : "--prime"; // a word without quotes
        return "'" + spec.name() + "' takes no argument '" + argument + "'"
                + (spec.optionsMap().containsKey(option) ? ": did you mean " + option + " " + argument + "?" : "");
    }
}
