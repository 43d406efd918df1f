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
    void acceptsAnUnchangedConfigurationAndChangesOfKeysThatMayChange() {
        assertThat(refusals()).isEmpty();
        Config every = ConfigLoader.parse(ConfigReadingTest.EVERY_KEY, "x.yaml", List.of());
        for (ConfigKey key : ConfigKeys.all()) {
            if (key.rule().fixed().isEmpty()) {
                String value = ConfigWriter.value(ConfigKeys.value(every, key.path()));
                assertThat(refusals(key.path() + "=" + value)).as(key.path()).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
        corpus.path=src               | corpus.path was ["corpus/starter"] and is now ["src"]             | it decides which text is learned, and the saved position is one in that text
        corpus.include="*.c"          | corpus.include was ["**/*.c", "**/*.h"] and is now ["*.c"] | it decides which text is learned, and the saved position is one in that text
        corpus.exclude=x              | corpus.exclude was [] and is now ["x"]                    | it decides which text is learned, and the saved position is one in that text
        corpus.strict=true            | corpus.strict was false and is now true                   | it decides which text is learned, and the saved position is one in that text
        corpus.followLinks=true       | corpus.followLinks was false and is now true              | it decides which text is learned, and the saved position is one in that text
        corpus.maxChars=9             | corpus.maxChars was 0 and is now 9                        | it decides which text is learned, and the saved position is one in that text
        corpus.validationShare=0.1    | corpus.validationShare was 0.05 and is now 0.1            | it decides which files are held out, and the network has learned from the others
        corpus.testShare=0            | corpus.testShare was 0.05 and is now 0                    | it decides which files are held out, and the network has learned from the others
        corpus.seed=2                 | corpus.seed was 1 and is now 2                            | it decides which files are held out, and the network has learned from the others
        corpus.vocabulary.minCount=2  | corpus.vocabulary.minCount was 0 and is now 2             | it decides the vocabulary, and the network's inputs and outputs are those of the saved vocabulary
        corpus.vocabulary.maxSize=9   | corpus.vocabulary.maxSize was 0 and is now 9              | it decides the vocabulary, and the network's inputs and outputs are those of the saved vocabulary
        model.layers=3                | model.layers was 2 and is now 3                           | the saved weights have this shape
        model.hidden=64               | model.hidden was [128] and is now [64]                    | the saved weights have this shape
        model.dropout=0.5             | model.dropout was 0 and is now 0.5                        | the saved network has it built in
        model.gates=coupled           | model.gates was full and is now coupled                   | the saved network has it built in
        model.forgetBias=0            | model.forgetBias was 1 and is now 0                       | it only sets the weights of a new network
        training.batchSize=64         | training.batchSize was 32 and is now 64                   | the saved state has that many streams
        training.sequenceLength=50    | training.sequenceLength was 64 and is now 50              | the saved position in the text is counted in such segments
        training.optimizer=sgd        | training.optimizer was adam and is now sgd                | the saved averages of the gradient belong to this optimizer
        training.beta1=0              | training.beta1 was 0.9 and is now 0                       | the saved network has it built in
        training.beta2=0.9            | training.beta2 was 0.99 and is now 0.9                    | the saved network has it built in
        training.seed=2               | training.seed was 1 and is now 2                          | the random numbers of the run follow from it
        """)
    void refusesChangesOfFixedKeys(String override, String change, String reason) {
        assertThat(refusals(override)).containsExactly(change + ", but cannot change on --resume: " + reason);
    }

    @Test
    void listsRefusalsInTheOrderOfTheKeys() {
        List<String> refusals = refusals("training.seed=2", "corpus.seed=2", "ui.port=3", "model.hidden=64");
        assertThat(refusals).hasSize(3);
        assertThat(refusals.get(0)).startsWith("corpus.seed was ");
        assertThat(refusals.get(1)).startsWith("model.hidden was ");
        assertThat(refusals.get(2)).startsWith("training.seed was ");
    }

    @Test
    void sameHiddenSizesInAnotherNotationAreNoChange() {
        assertThat(refusals("model.hidden=[128, 128]")).isEmpty();
        assertThat(refusals("model.hidden=[128, 64]")).hasSize(1);
    }

    /** As in the runs of a version whose default was 1. */
    @Test
    void anAutomaticMinimumCountIsNoChange() {
        Config saved = with("corpus.vocabulary.minCount=1");
        assertThat(ConfigChange.refusals(saved, Config.defaults())).isEmpty();
        assertThat(ConfigChange.refusals(saved, with("corpus.vocabulary.minCount=3")))
                .hasSize(1);
    }
}
