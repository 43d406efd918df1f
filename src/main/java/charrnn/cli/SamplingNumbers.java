package charrnn.cli;

import charrnn.config.SamplingOption;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The numeric options of one command, built from {@link SamplingOption}, and their values. */
final class SamplingNumbers {
    private final Map<SamplingOption, OptionSpec> options = new EnumMap<>(SamplingOption.class);

    /** Builds an option with the declared default. */
    OptionSpec option(SamplingOption declared) {
        return option(declared, declared.byDefault());
    }

    /** Builds an option with a default of its own. */
    OptionSpec option(SamplingOption declared, double byDefault) {
        Number number = declared.isWhole() ? (Number) (int) byDefault : (Number) byDefault;
        OptionSpec option = option(declared.option(), declared.label(), declared.help(), number);
        options.put(declared, option);
        return option;
    }

    /** Builds an option for numbers of the default's type. */
    static OptionSpec option(String name, String label, String help, Number byDefault) {
        return OptionSpec.builder(name)
                .type(byDefault.getClass())
                .paramLabel(label)
                .initialValue(byDefault)
                .description(help + " Default: ${DEFAULT-VALUE}.")
                .build();
    }

    /** The options under a heading of the help. */
    static ArgGroupSpec group(int order, String heading, OptionSpec... options) {
        ArgGroupSpec.Builder group =
                ArgGroupSpec.builder().validate(false).order(order).heading("%n" + heading + ":%n");
        List.of(options).forEach(group::addArg);
        return group.build();
    }

    /** The number of an option, given or by default; picocli sets no default while no option of a group is given. */
    static Number number(OptionSpec option) {
        Number given = option.getValue();
        return given == null ? (Number) option.initialValue() : given;
    }

    double get(SamplingOption declared) {
        return number(Objects.requireNonNull(options.get(declared))).doubleValue();
    }

    int whole(SamplingOption declared) {
        return (int) get(declared);
    }

    /** A message for each value that is not allowed. */
    List<String> mistakes() {
        return options.keySet().stream()
                .map(declared -> declared.mistake(get(declared)))
                .flatMap(Optional::stream)
                .toList();
    }
}
