package charrnn.cli;

import charrnn.config.UserError;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The options of {@code sample} that the interactive mode may change; picocli parses them as on the command line. */
final class Settings {
    @Command(name = "settings")
    private static final class Options {
        @Mixin
        private SampleOptions.End end = new SampleOptions.End();

        @Mixin
        private SampleOptions.Choice choice = new SampleOptions.Choice();
    }

    /** The value that restores the default. */
    static final String DEFAULT = "default";

    private Map<String, String> values = new LinkedHashMap<>(); // by option
    private Options options = new Options();

    /** Begins with the values of a command line. */
    Settings(ParseResult given) {
        names().filter(given::hasMatchedOption)
                .forEach(name -> values.put(
                        name, given.matchedOption(name).originalStringValues().get(0)));
        options = parse(values);
    }

    /** All names that {@link #set} takes, such as {@code --top-k}. */
    static Stream<String> names() {
        return commandLine(new Options()).getCommandSpec().options().stream().map(option -> option.names()[0]);
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

    SampleOptions.End end() {
        return options.end;
    }

    SampleOptions.Choice choice() {
        return options.choice;
    }

    private static Options parse(Map<String, String> values) {
        Options parsed = new Options();
        List<String> arguments = values.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .toList();
        try {
            commandLine(parsed).parseArgs(arguments.toArray(String[]::new));
        } catch (ParameterException e) {
            throw new UserError(UsageMessage.of(e), e);
        }
        parsed.end.check();
        parsed.choice.options(parsed.end, 1); // checks the ranges
        return parsed;
    }

    private static CommandLine commandLine(Options options) {
        return new CommandLine(options).setCaseInsensitiveEnumValuesAllowed(true);
    }
}
