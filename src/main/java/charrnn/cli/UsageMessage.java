package charrnn.cli;

import charrnn.config.Spelling;
import java.io.File;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Formats a mistake in a command line as one line: what is wrong, what is allowed, what to type instead. */
final class UsageMessage {
    /** Options of OpenAI's API, of nanoGPT's scripts and of other commands, with the options here that do the same. */
    private static final Map<String, String> FOREIGN_OPTIONS = Map.of(
            "--max-tokens", "--length",
            "--max-new-tokens", "--length",
            "--start", "--prime",
            "--prompt-file", "--prime-file",
            "--n", "--count",
            "--model", "--checkpoint",
            "--out-dir", "--checkpoint");

    /** Options of {@code sample}, and of OpenAI's API, that a request to the server has as fields. */
    private static final Set<String> REQUEST_FIELDS = Set.of(
            "--max-tokens",
            "--temperature",
            "--top-p",
            "--top-k",
            "--min-p",
            "--seed",
            "--stop",
            "--until",
            "--prompt",
            "--n",
            "--logprobs");

    private static final String CONFIGURATION = ".*\\.ya?ml";
    private static final String CHECKPOINT = ".*\\.zip|[\\w.~-]*(/[\\w.-]+)+/?";

    private UsageMessage() {}

    /** @param args the command line */
    static String of(ParameterException mistake, List<String> args) {
        CommandSpec spec = mistake.getCommandLine().getCommandSpec();
        if (mistake instanceof MissingParameterException missing
                && !missing.getMissing().isEmpty()) {
            return ofMissing(spec, missing.getMissing().get(0), args);
        }
        if (mistake instanceof UnmatchedArgumentException unmatched
                && !unmatched.getUnmatched().isEmpty()) {
            return ofUnmatched(spec, unmatched.getUnmatched().get(0));
        }
        if (mistake instanceof OverwrittenOptionException overwritten) {
            return name(overwritten.getOverwritten()) + " is given twice, but takes one value";
        }
        ArgSpec argument = mistake.getArgSpec();
        String value = mistake.getValue();
        if (argument != null && value != null && argument.type() == boolean.class) {
            return name(argument) + " takes no value, but has '" + value + "'";
        }
        List<String> allowed = argument == null || value == null ? List.of() : allowed(argument.type(), value);
        return argument == null || allowed.isEmpty()
                ? String.valueOf(mistake.getMessage())
                : name(argument) + " is '" + value + "', but must be " + Spelling.either(allowed)
                        + Spelling.didYouMean(Spelling.nearest(value, allowed));
    }

    private static String ofMissing(CommandSpec spec, ArgSpec missing, List<String> args) {
        String form = missing instanceof OptionSpec ? name(missing) + " " + missing.paramLabel() : name(missing);
        if (missing instanceof OptionSpec option && args.stream().anyMatch(List.of(option.names())::contains)) {
            return name(option) + " needs a value: " + form;
        }
        String meaning = missing.description()[0].replaceFirst("\\.( .*)?$", "");
        return spec.name() + " needs " + (missing instanceof OptionSpec ? "" : "a ") + form
                + args.stream()
                        .filter(argument -> form.startsWith("--config ") && argument.matches(CONFIGURATION))
                        .findFirst()
                        .map(file -> "; did you mean --config " + file + "?")
                        .orElse(": " + meaning.substring(0, 1).toLowerCase(Locale.ROOT) + meaning.substring(1));
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

    /** The allowed values as typed; empty for a type that takes any text. */
    private static List<String> allowed(Class<?> type, String value) {
        if (type.isEnum()) {
            return Arrays.stream(type.getEnumConstants()).map(Object::toString).toList();
        }
        return switch (type.getSimpleName()) {
            case "int", "Integer" -> List.of(wholeNumber(value, Integer.MIN_VALUE, Integer.MAX_VALUE));
            case "long", "Long" -> List.of(wholeNumber(value, Long.MIN_VALUE, Long.MAX_VALUE));
            case "double", "Double" -> List.of("a number");
            default -> List.of();
        };
    }

    /** Describes an integer: by the limit of its type if the value is beyond it. */
    private static String wholeNumber(String value, long lowest, long highest) {
        if (!value.matches("[-+]?[0-9]+")) {
            return "a whole number";
        }
        return "a whole number of " + (value.startsWith("-") ? "at least " + lowest : "at most " + highest);
    }

    private static String ofUnmatched(CommandSpec spec, String argument) {
        if (argument.startsWith("-")) {
            return "there is no option " + argument + " of '" + spec.name() + "'" + question(spec, argument);
        }
        if (!spec.subcommands().isEmpty()) {
            return "there is no command " + argument + (argument.equals("help") ? "; did you mean --help?" : "")
                    + Spelling.didYouMean(
                            Spelling.nearest(argument, spec.subcommands().keySet()));
        }
        return "'" + spec.name() + "' takes no argument '" + argument + "'" + advice(spec, argument);
    }

    private static String question(CommandSpec spec, String argument) {
        String option = argument.replaceFirst("=.*", "").replace('_', '-');
        String same = FOREIGN_OPTIONS.getOrDefault(option, "");
        if (spec.name().equals("serve") && REQUEST_FIELDS.contains(option)) {
            String field = option.substring(2).replace('-', '_');
            return ": " + field + " is a field of a request (see docs/serve.md)";
        }
        List<String> near = spec.optionsMap().containsKey(same)
                ? List.of(same)
                : Spelling.nearest(option, spec.optionsMap().keySet());
        return Spelling.didYouMean(near);
    }

    /** Suggests an option: an argument without one is most often a file, or the second word of a value without quotes. */
    private static String advice(CommandSpec spec, String argument) {
        return optionsOf(argument)
                .filter(spec.optionsMap()::containsKey)
                .findFirst()
                .map(option -> ": did you mean " + option + " " + argument + "?"
                        + (option.equals("--prime") ? " A value of several words needs quotation marks." : ""))
                .orElse("");
    }

    /** The options whose value an argument may be, the likeliest first. */
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
