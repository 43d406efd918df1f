package charrnn.cli.base;

import charrnn.config.ConfigKey;
import charrnn.config.ConfigWriter;
import charrnn.sample.SamplingOptions;
import java.util.HashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Spec;

/** The options that {@link SamplingOptions} declares, a mixin that adds them to a command as a group of its help. */
@Command // picocli takes no mixin without an annotation
public final class SamplingGroup {
    private final Map<String, OptionSpec> options = new HashMap<>(); // by the names of SamplingOptions
    private final Map<String, String> defaults;

    /** @param defaults descriptions of defaults that differ from the declared ones, by the same names */
    public SamplingGroup(Map<String, String> defaults) {
        this.defaults = defaults;
    }

    @Spec(Spec.Target.MIXEE)
    private void addTo(CommandSpec command) {
        ArgGroupSpec.Builder group =
                ArgGroupSpec.builder().validate(false).order(3).heading("%nHow each character is chosen:%n");
        for (ConfigKey key : SamplingOptions.DECLARED) {
            String byDefault = defaults.getOrDefault(key.path(), ConfigWriter.value(key.defaultValue()));
            String lastWord = key.path().replaceFirst(".*(?=[A-Z])", "");
            OptionSpec option = OptionSpec.builder(key.option())
                    .paramLabel(CliCommand.text("%C", lastWord.charAt(0)))
                    .type(key.type())
                    .userObject(key.bounds())
                    .description(key.meaning() + " Default: " + byDefault + ".")
                    .build();
            options.put(key.path(), option);
            group.addArg(option);
        }
        command.addArgGroup(group.build());
    }

    /** The given values by the names of {@link SamplingOptions}. */
    public Map<String, Object> given() {
        Map<String, Object> given = new HashMap<>();
        options.forEach((name, option) -> option.typedValues().forEach(value -> given.put(name, value)));
        return given;
    }
}
