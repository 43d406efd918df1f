package charrnn.cli;

import charrnn.config.Spelling;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Formats a mistake in a command line as one line: what is wrong, what is allowed, what to type instead. */
final class UsageMessage {
    /** Options of OpenAI's API and of nanoGPT's scripts, and the options here that do the same. */
    private static final Map<String, String> FOREIGN_OPTIONS = Map.of(
            "--max-tokens", "--length",
            "--max-new-tokens", "--length",
            "--start", "--prime",
            "--n", "--count",
            "--model", "--checkpoint",
            "--out-dir", "--checkpoint");

    private UsageMessage() {}

    static String of(ParameterException mistake) {
        if (mistake instanceof UnmatchedArgumentException unmatched
                && !unmatched.getUnmatched().isEmpty()) {
            return ofUnmatched(
                    mistake.getCommandLine(), unmatched.getUnmatched().get(0));
        }
        ArgSpec argument = mistake.getArgSpec();
        String value = mistake.getValue();
        List<String> allowed = argument == null || value == null ? List.of() : allowed(argument.type(), value);
        return argument == null || allowed.isEmpty()
                ? String.valueOf(mistake.getMessage())
                : name(argument) + " is '" + value + "', but must be " + Spelling.either(allowed)
                        + Spelling.question(Spelling.nearest(value, allowed));
    }

    private static String name(ArgSpec argument) {
        return argument instanceof OptionSpec option ? option.names()[0] : argument.paramLabel();
    }

    /** The allowed values as typed; empty for a type that takes any text. */
    private static List<String> allowed(Class<?> type, String value) {
        if (type.isEnum()) {
            return Arrays.stream(type.getEnumConstants())
                    .map(constant -> ((Enum<?>) constant).name().toLowerCase(Locale.ROOT))
                    .toList();
        }
        return switch (type.getSimpleName()) {
            case "int", "Integer" -> List.of(wholeNumber(value, Integer.MIN_VALUE, Integer.MAX_VALUE));
            case "long", "Long" -> List.of(wholeNumber(value, Long.MIN_VALUE, Long.MAX_VALUE));
            case "double", "Double" -> List.of("a number");
            default -> List.of();
        };
    }

    /** Describes an integer: by the limits of its type if the value is beyond them. */
    private static String wholeNumber(String value, long lowest, long highest) {
        return value.matches("[-+]?[0-9]+") ? "from " + lowest + " to " + highest : "a whole number";
    }

    private static String ofUnmatched(CommandLine command, String argument) {
        CommandSpec spec = command.getCommandSpec();
        if (argument.startsWith("-")) {
            return "there is no option " + argument + " of '" + spec.name() + "'" + question(spec, argument);
        }
        if (!spec.subcommands().isEmpty()) {
            return "there is no command " + argument
                    + Spelling.question(
                            Spelling.nearest(argument, spec.subcommands().keySet()));
        }
        return "'" + spec.name() + "' takes no argument '" + argument + "'" + advice(spec, argument);
    }

    private static String question(CommandSpec spec, String argument) {
        String option = argument.replaceFirst("=.*", "").replace('_', '-');
        String same = FOREIGN_OPTIONS.getOrDefault(option, "");
        List<String> near = spec.optionsMap().containsKey(same)
                ? List.of(same)
                : Spelling.nearest(option, spec.optionsMap().keySet());
        return Spelling.question(near);
    }

    /** An argument without its option is most often a file, or the second word of a value that was not quoted. */
    private static String advice(CommandSpec spec, String argument) {
        return Stream.of("--config", "--checkpoint", "--prime")
                        .filter(spec.optionsMap()::containsKey)
                        .filter(option -> option.equals("--prime") || exists(argument))
                        .findFirst()
                        .map(option -> ": did you mean " + option + " " + argument + "?")
                        .orElse("")
                + (exists(argument) ? "" : " A value of several words needs quotation marks");
    }

    private static boolean exists(String argument) {
        try {
            return Files.exists(Path.of(argument));
        } catch (InvalidPathException e) {
            return false;
        }
    }
}
