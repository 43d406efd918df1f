package charrnn.cli;

import charrnn.config.SamplingOption;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.OptionSpec;

/** The numeric options of one command, which are made for picocli from {@link SamplingOption}, and their values. */
final class SamplingNumbers {
    private final Map<SamplingOption, OptionSpec> options = new EnumMap<>(SamplingOption.class);

    /** Makes an option with the declared default. */
    OptionSpec option(SamplingOption declared) {
        return option(declared, declared.byDefault());
    }

    /** Makes an option with a default of its own. */
    OptionSpec option(SamplingOption declared, double byDefault) {
        Number initial = declared.isWhole() ? (Number) (int) byDefault : (Number) byDefault;
        return add(
                declared,
                builder(declared, declared.help() + " Default: ${DEFAULT-VALUE}.")
                        .initialValue(initial));
    }

    /** Makes an option that has an effect only if it is given. */
    OptionSpec withoutDefault(SamplingOption declared) {
        return add(declared, builder(declared, declared.help()));
    }

    private static OptionSpec.Builder builder(SamplingOption declared, String description) {
        return OptionSpec.builder(declared.option())
                .type(declared.isWhole() ? Integer.class : Double.class)
                .paramLabel(declared.label())
                .description(description);
    }

    private OptionSpec add(SamplingOption declared, OptionSpec.Builder builder) {
        OptionSpec option = builder.build();
        options.put(declared, option);
        return option;
    }

    /** Whether an option has a value, given or by default. */
    boolean has(SamplingOption declared) {
        return value(options.get(declared)).isPresent();
    }

    /** The value of an option. */
    double get(SamplingOption declared) {
        return value(options.get(declared)).map(Number::doubleValue).orElse(declared.byDefault());
    }

    /** The value of an option that takes whole numbers. */
    int whole(SamplingOption declared) {
        return (int) get(declared);
    }

    /** The value of an option, given or by default; picocli sets no default while no option of a group is given. */
    static Optional<Number> value(OptionSpec option) {
        Number given = option.getValue();
        return given == null ? Optional.ofNullable((Number) option.initialValue()) : Optional.of(given);
    }

    /** A message for each value that is not allowed. */
    List<String> mistakes() {
        return options.keySet().stream()
                .map(declared -> declared.mistake(get(declared)))
                .flatMap(Optional::stream)
                .toList();
    }
}
