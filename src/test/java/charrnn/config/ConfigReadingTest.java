package charrnn.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import charrnn.config.Config.CheckpointsConfig;
import charrnn.config.Config.SamplingConfig;
import charrnn.config.Config.UiConfig;
import charrnn.config.CorpusConfig.VocabularyConfig;
import charrnn.config.ModelConfig.Engine;
import charrnn.config.ModelConfig.Gates;
import charrnn.message.UserError;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Valid files and valid overrides. */
class ConfigReadingTest {
    /** Each key with another value than its default, in the form in which {@link ConfigWriter} writes it. */
    static final String EVERY_KEY = """
        name: "deep"
        corpus:
          path: ["src", "a b"]
          include: ["**/*.cc"]
          exclude: ["gen/**", "*.tmp"]
          maxChars: 5000000000
          heldOutFrom: ["a/**"]
          validationShare: 0.1
          testShare: 0.2
          seed: -7
          vocabulary:
            minCount: 3
            maxSize: 99
        model:
          layers: 3
          hidden: [30, 20, 10]
          dropout: 0.5
          forgetBias: -1.5
          gates: full
          match: 2
          names: true
          engine: stock
        training:
          batchSize: 8
          sequenceLength: 9
          epochs: 10
          maxMinutes: 1.5
          seed: 9223372036854775807
          precision: bfloat16
          optimizer: sgd
          beta1: 0.8125
          beta2: 0.875
          learningRate: 0.5
          schedule: exponential
          warmupSteps: 11
          decay: 0.9
          cooldownShare: 0.625
          decayAfterEpochs: 12
          finalRateShare: 0.25
          gradientNorm: 0
          weightDecay: 0.125
          resetShare: 0.0625
          matchDropout: 0.3125
          matchMemory: true
          reportEverySteps: 14
          validateEverySteps: 15
          patience: 22
          rollbacks: 23
        checkpoints:
          directory: "runs"
          everySteps: 16
          keep: 0
        sampling:
          everySteps: 17
          prime: "int main(void)\\n{"
          length: 18
          temperature: 0
          topK: 19
          topP: 0.9
        ui:
          enabled: false
          host: "0.0.0.0"
          port: 0
          everySteps: 20
        """;

    private static Config parse(String yaml, String... overrides) {
        return ConfigLoader.parse(yaml, "t.yaml", List.of(overrides));
    }

    @Test
    void everyKeyIsReadIntoItsComponentAndWrittenAsItWasRead() {
        Config config = parse(EVERY_KEY);
        assertThat(ConfigWriter.toYaml(config)).isEqualTo(EVERY_KEY);
        assertThat(config.corpus().vocabulary()).isEqualTo(new VocabularyConfig(3, 99));
        assertThat(config.model())
                .isEqualTo(new ModelConfig(3, List.of(30, 20, 10), 0.5, -1.5, Gates.FULL, 2, true, Engine.STOCK));
        assertThat(config.checkpoints()).isEqualTo(new CheckpointsConfig("runs", 16, 0));
        assertThat(config.sampling()).isEqualTo(new SamplingConfig(17, "int main(void)\n{", 18, 0.0, 19, 0.9));
        assertThat(config.ui()).isEqualTo(new UiConfig(false, "0.0.0.0", 0, 20));
    }

    /** The configuration in a checkpoint of an earlier version, whose keys may have gone. */
    @Test
    void aRecordedConfigurationKeepsTheKeysThatThisVersionHas() {
        String yaml = "training: {score: {samples: 20}, epochs: 7}\nui: {store: \"\", port: 8001}";
        assertThat(ConfigLoader.recorded(yaml, "t.yaml")).isEqualTo(parse("{training: {epochs: 7}, ui: {port: 8001}}"));
        assertThatExceptionOfType(UserError.class)
                .isThrownBy(() -> ConfigLoader.recorded("training: {schedule: plateau}", "t.yaml"))
                .withMessageStartingWith("t.yaml:1: training.schedule is \"plateau\", but must be ");
    }

    static Map<String, Object> values(Config config) {
        Map<String, Object> values = new LinkedHashMap<>();
        ConfigKeys.all().forEach(key -> values.put(key.path(), ConfigKeys.value(config, key.path())));
        return values;
    }

    @Test
    void testOfEveryKeySetsEachToANonDefault() {
        Map<String, Object> defaults = values(Config.defaults());
        assertThat(defaults).hasSizeGreaterThan(40);
        Map<String, Object> values = values(parse(EVERY_KEY));
        assertThat(values).hasSameSizeAs(defaults);
        values.remove("model.gates"); // engine stock, also not the default, has full gates only
        assertThat(values)
                .allSatisfy((path, value) -> assertThat(value).as(path).isNotEqualTo(defaults.get(path)));
    }

    @Test
    void everyKeyCanBeSetFromTheCommandLine() {
        String[] overrides = values(parse(EVERY_KEY)).entrySet().stream()
                .map(entry -> entry.getKey() + "=" + ConfigWriter.value(entry.getValue()))
                .toArray(String[]::new);
        assertThat(overrides).hasSize(ConfigKeys.all().size());
        assertThat(parse("", overrides)).isEqualTo(parse(EVERY_KEY));
    }

    @Test
    void singleHiddenSizeAppliesToEveryLayer() {
        assertThat(parse("model: {layers: 3, hidden: 64}").model().hiddenSizes())
                .containsExactly(64, 64, 64);
        assertThat(parse("model: {layers: 2, hidden: [64, 32]}").model().hiddenSizes())
                .containsExactly(64, 32);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n\n",
                "# nothing yet\n",
                "---\n",
                "~",
                "training:\n",
                "training:\n  # epochs: 3\nui:\n",
                "{}"
            })
    void filesWithoutKeysGiveTheDefaults(String yaml) {
        assertThat(parse(yaml)).isEqualTo(Config.defaults());
    }

    @Test
    void overridesWinOverTheFileAndLaterOnesOverEarlierOnes() {
        String file = "training:\n  epochs: 1\n  seed: 5\n";
        TrainingConfig training =
                parse(file, "training.epochs=2", "training.epochs=3").training();
        assertThat(training.epochs()).isEqualTo(3);
        assertThat(training.seed()).isEqualTo(5);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        ` sampling.prime = int x = 3;`    | sampling.prime | int x = 3;
        sampling.prime="#include "        | sampling.prime | `#include `
        sampling.prime=                   | sampling.prime | ``
        `sampling.prime= `                | sampling.prime | ` `
        sampling.prime=\\n                | sampling.prime | \\n
        sampling.prime=* it's, # one      | sampling.prime | * it's, # one
        sampling.prime=*p = 0;\\nq = "1"  | sampling.prime | *p = 0;\\nq = "1"
        name=                             | name           | ``
        """)
    void aTextOfAnOverrideIsReadAsItIs(String override, String key, String text) {
        assertThat(ConfigKeys.value(parse("name: x", override.translateEscapes()), key))
                .isEqualTo(text.translateEscapes());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        name: no                                          | name             | "no"
        name: 0x1F                                        | name             | "0x1F"
        name: 'null'                                      | name             | "null"
        name: &anchor x                                   | name             | "x"
        training.epochs: 12                               | training.epochs  | 12
        training: {epochs: 010}                           | training.epochs  | 10
        training: {epochs: '12'}                          | training.epochs  | 12
        training: {epochs: 2147483647}                    | training.epochs  | 2147483647
        model: {dropout: .5}                              | model.dropout    | 0.5
        model: {dropout: -0.0}                            | model.dropout    | 0
        model: {engine: Stock}                            | model.engine     | stock
        model: {gates: Coupled}                           | model.gates      | coupled
        corpus: {testShare: 2e-1}                         | corpus.testShare | 0.2
        corpus: {validationShare: 0.5, testShare: 0.4}    | corpus.testShare | 0.4
        corpus: {path: src}                               | corpus.path      | ["src"]
        corpus: {exclude: []}                             | corpus.exclude   | []
        corpus:\\n  exclude:\\n    - gen/**\\n    - '*.tmp' | corpus.exclude   | ["gen/**", "*.tmp"]
        ui: {port: 65535}                                 | ui.port          | 65535
        sampling: {topP: 1}                               | sampling.topP    | 1
        """)
    void theTypeOfAKeyDecidesHowAValueIsReadAndLimitsAreAllowed(String yaml, String key, String written) {
        assertThat(ConfigWriter.value(ConfigKeys.value(parse(yaml.translateEscapes()), key)))
                .isEqualTo(written);
    }

    /** A network of linux.yaml, which reads kernel/ alone, can be measured on any project's C. */
    @Test
    void otherTextIsSelectedByTheNamesOfFilesAndNotOfFolders() {
        CorpusConfig other = parse("""
            corpus:
              include: [kernel/**/*.c, "**/*.h", "src/**", "*.c", "{a/**/*.cc,b}", "{a,b/c}/*.{s,S}"]
              exclude: [kernel/generated/**]
              maxChars: 1000
              heldOutFrom: kernel/**
            """).corpus().ofOtherText(List.of("project"), 0.2);
        assertThat(other.path()).containsExactly("project");
        assertThat(other.include()).containsExactly("**/*.c", "**/*.h", "**", "**/{*.cc,b}", "**/*.{s,S}");
        assertThat(other.exclude()).containsExactly("kernel/generated/**");
        assertThat(other.maxChars()).isZero();
        assertThat(other.validationShare()).isZero();
        assertThat(other.testShare()).isEqualTo(0.2);
    }
}
