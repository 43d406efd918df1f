package charrnn.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Changes of a configuration when a run is resumed. */
class ConfigChangeTest {
    private static Config with(String... overrides) {
        return ConfigLoader.parse("", "x.yaml", List.of(overrides));
    }

    @Test
    void listsChangedKeys() {
        assertThat(ConfigChange.changes(
                        with("training.learningRate=0.004"),
                        with("sampling.prime='a b'", "training.learningRate=0.002")))
                .containsExactly(
                        "training.learningRate was 0.004, is now 0.002", "sampling.prime was \"\", is now \"a b\"");
        assertThat(ConfigChange.changes(Config.defaults(), Config.defaults())).isEmpty();
    }

    private static List<String> refusals(String... overrides) {
        return ConfigChange.refusals(Config.defaults(), with(overrides));
    }

    /** docs/reference/configuration.md says which these are. */
    @Test
    void everyFixedKeyIsRefusedInTheOrderOfTheKeysAndEveryOtherMayChange() {
        Config every = ConfigLoader.parse(ConfigReadingTest.EVERY_KEY, "x.yaml", List.of());
        assertThat(ConfigChange.refusals(Config.defaults(), every))
                .map(refusal -> refusal.replaceFirst(" was .*", ""))
                .containsExactlyElementsOf(ConfigKeys.all().stream()
                        .filter(key -> !key.bounds().fixed().isEmpty())
                        .map(ConfigKey::path)
                        .filter(path -> !path.equals("model.gates")) // engine stock has full gates only
                        .toList());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
        corpus.include="*.c"          | corpus.include was ["**/*.c", "**/*.h"] and is now ["*.c"] | it decides which text is learned, and the saved position is one in that text
        model.dropout=0.5             | model.dropout was 0 and is now 0.5                        | the saved network has it built in
        training.seed=2               | training.seed was 1 and is now 2                          | the random numbers of the run follow from it
        """)
    void aRefusalNamesBothValuesAndTheReason(String override, String change, String reason) {
        assertThat(refusals(override)).containsExactly(change + ", but cannot change on --resume: " + reason);
    }

    @Test
    void sameHiddenSizesInAnotherNotationAreNoChange() {
        assertThat(refusals("model.hidden=[128, 128]")).isEmpty();
        assertThat(refusals("model.hidden=[128, 64]")).hasSize(1);
    }
}
