package charrnn.cli;

import charrnn.config.UserError;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The options of {@code sample} that the interactive mode may change; picocli parses them as on the command line. */
final class Settings {
    /** The value that restores the default. */
    static final String DEFAULT = "default";

    private Map<String, String> values = new LinkedHashMap<>(); // by option
    private TextOptions options = new TextOptions();

    /** Begins with the values of a command line. */
    Settings(ParseResult given) {
        names().filter(given::hasMatchedOption)
                .forEach(name -> values.put(
                        name, given.matchedOption(name).originalStringValues().get(0)));
        options = parse(values);
    }

    /** All names that {@link #set} takes, such as {@code --top-k}. */
    static Stream<String> names() {
        return commandLine(new TextOptions()).getCommandSpec().options().stream()
                .map(option -> option.names()[0]);
    }

    /**
     * Sets an option, or restores its default.
     *
     * @throws UserError if there is no such option, or its value is not allowed or conflicts with another option
     */
    void set(String name, String value) {
        Map<String, String> changed = new LinkedHashMap<>(values);
        if (value.equals(DEFAULT)) {
            changed.remove(name);
        } else {
            changed.put(name, value);
        }
        options = parse(changed);
        values = changed;
    }

    /** The value that was set; empty for the default. */
    String value(String name) {
        return values.getOrDefault(name, "");
    }

    TextOptions options() {
        return options;
    }

    private static TextOptions parse(Map<String, String> values) {
        TextOptions parsed = new TextOptions();
        List<String> arguments = values.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .toList();
        try {
            commandLine(parsed).parseArgs(arguments.toArray(String[]::new));
        } catch (ParameterException e) {
            throw new UserError(UsageMessage.of(e), e);
        }
        parsed.options(1); // checks the ranges
        return parsed;
    }

    private static CommandLine commandLine(TextOptions options) {
        return new CommandLine(options).setCaseInsensitiveEnumValuesAllowed(true);
    }
}
