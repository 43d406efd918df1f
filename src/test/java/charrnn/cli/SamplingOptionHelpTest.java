package charrnn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.config.SamplingOption;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

class SamplingOptionHelpTest {
    @ParameterizedTest
    @EnumSource(
            value = SamplingOption.class,
            names = {"TEMPERATURE", "TOP_K", "TOP_P", "MIN_P", "REPETITION_PENALTY", "REPETITION_WINDOW"})
    void commandLineHasTheDeclaredMeaningAndDefault(SamplingOption option) {
        OptionSpec spec = new CommandLine(new SampleCommand()).getCommandSpec().findOption(option.option());
        assertThat(spec.description()[0]).startsWith(option.help());
        assertThat(((Number) spec.initialValue()).doubleValue()).isEqualTo(option.byDefault());
    }

    @ParameterizedTest
    @EnumSource(SamplingOption.class)
    void everyDeclaredOptionExists(SamplingOption option) {
        assertThat(new CommandLine(new SampleCommand()).getCommandSpec().findOption(option.option()))
                .isNotNull();
    }
}
