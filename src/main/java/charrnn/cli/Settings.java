package charrnn.cli;

import charrnn.config.UserError;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The values of {@link SampleOptions.Text} that the interactive mode may change; picocli parses them as on the command line. */
final class Settings {
    /** Names of the options, without their dashes, such as {@code top-k}. */
    static final List<String> NAMES = commandLine(new SampleOptions.Text()).getCommandSpec().options().stream()
            .map(option -> option.names()[0].substring(2))
            .toList();

    private Map<String, String> values = new LinkedHashMap<>(); // by name
    private SampleOptions.Text options;

    /** Begins with the values of a command line. */
    Settings(ParseResult given) {
        for (String name : NAMES) {
            if (given.hasMatchedOption("--" + name)) {
                values.put(
                        name,
                        given.matchedOption("--" + name).originalStringValues().get(0));
            }
        }
        options = parse(values);
    }

    /**
     * Sets an option; the value {@code default} restores its default.
     *
     * @throws UserError if the value is not allowed or conflicts with another option
     */
    void set(String name, String value) {
        Map<String, String> changed = new LinkedHashMap<>(values);
        if (value.equals("default")) {
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

    SampleOptions.Text options() {
        return options;
    }

    private static SampleOptions.Text parse(Map<String, String> values) {
        SampleOptions.Text parsed = new SampleOptions.Text();
        String[] arguments = values.entrySet().stream()
                .map(entry -> "--" + entry.getKey() + "=" + entry.getValue())
                .toArray(String[]::new);
        try {
            commandLine(parsed).parseArgs(arguments);
        } catch (ParameterException e) {
            throw new UserError(UsageMessage.of(e), e);
        }
        parsed.options(1); // checks the ranges
        return parsed;
    }

    private static CommandLine commandLine(SampleOptions.Text options) {
        return new CommandLine(options).setCaseInsensitiveEnumValuesAllowed(true);
    }
}
