package charrnn.cli;

import charrnn.config.Spelling;
import java.io.File;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/**
 * Formats a mistake in a command line as one line. Picocli's own message is replaced where it does not say what is allowed or
 * what to type instead.
 */
final class UsageMessage {
    private static final String CONFIGURATION = ".*\\.ya?ml";
    private static final String CHECKPOINT = ".*\\.zip|[\\w.~-]*(/[\\w.-]+)+/?";

    private UsageMessage() {}

    static String of(ParameterException mistake) {
        List<String> unmatched = mistake.getCommandLine().getUnmatchedArguments();
        if (!unmatched.isEmpty()) { // these also explain a missing option
            return ofUnmatched(mistake.getCommandLine().getCommandSpec(), unmatched.get(0));
        }
        ArgSpec argument = mistake.getArgSpec();
        String value = mistake.getValue();
        List<String> allowed = argument == null || value == null ? List.of() : allowed(argument.type(), value);
        return argument == null || allowed.isEmpty()
                ? String.valueOf(mistake.getMessage())
                : name(argument) + " is '" + value + "', but must be " + Spelling.either(allowed)
                        + Spelling.didYouMean(Spelling.nearest(value, allowed));
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
            String option = argument.replaceFirst("=.*", "");
            return "there is no option " + argument + " of '" + spec.name() + "'"
                    + Spelling.didYouMean(
                            Spelling.nearest(option, spec.optionsMap().keySet()));
        }
        if (!spec.subcommands().isEmpty()) {
            return "there is no command " + argument
                    + Spelling.didYouMean(
                            Spelling.nearest(argument, spec.subcommands().keySet()));
        }
        return "'" + spec.name() + "' takes no argument '" + argument + "'"
                + optionsOf(argument)
                        .filter(spec.optionsMap()::containsKey)
                        .findFirst()
                        .map(option -> ": did you mean " + option + " " + argument + "?")
                        .orElse("");
    }

    /** The options that may be missing before an argument, such as a file or an unquoted word, the likeliest first. */
    private static Stream<String> optionsOf(String argument) {
        if (argument.matches(CONFIGURATION)) {
            return Stream.of("--config");
        }
        if (argument.matches(CHECKPOINT)) {
            return Stream.of("--checkpoint", "--init-from");
        }
        return new File(argument).exists() ? Stream.of("--config", "--checkpoint") : Stream.of("--prime");
    }
}
