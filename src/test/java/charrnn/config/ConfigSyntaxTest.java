package charrnn.config;

import static charrnn.config.ConfigMistakesTest.mistakes;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Texts that are not YAML, features of YAML that are refused, and the same in overrides. */
class ConfigSyntaxTest {
    private static final String ALIAS =
            " is an alias; write the value out instead (a text that begins with * needs quotes)";

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        training:\\n\\tepochs: 3         | 2: this is not YAML: while scanning for the next token, found character '\\t(TAB)' that cannot start any token. (Do not use \\t(TAB) for indentation)
        name: x\\nui: a: b               | 2: this is not YAML: mapping values are not allowed here
        ui: {port: 3                     | 1: this is not YAML: while parsing a flow mapping, expected ',' or '}', but got <stream end>
        name: 'x\\n\\n                   | 3: this is not YAML: while scanning a quoted scalar, found unexpected end of stream
        name: x\\nui: \\1                 | 2: this is not YAML: the character U+0001 is not allowed
        ui:\\n  host: "\\\\x              | 2: this is not YAML: the text ends within an escape such as \\x41
        ? [a]\\n: b                      | 1: a key is a list or a section, but must be a word
        name: x\\n---\\nname: y\\n        | 2: a second document begins here, but a configuration is one document
        !!map {name: x}                  | 1: "!!map" is a tag; write the value alone
        ui:\\n  port: 1\\nname: x\\nui:\\n    | 4: ui is given twice, first on line 1
        ui:\\n  port: 1\\n  host: x\\n  port: 1 | 4: ui.port is given twice, first on line 2
        """)
    void aTextThatIsNotPlainYamlIsRefusedWithItsLine(String yaml, String message) {
        assertThat(mistakes(yaml.translateEscapes())).containsExactly("lstm.yaml:" + message);
    }

    @Test
    void advisesQuotesForAGlob() {
        assertThat(mistakes("corpus:\n  exclude: **/test/*"))
                .singleElement()
                .asString()
                .startsWith("lstm.yaml:2: this is not YAML: while scanning an alias")
                .endsWith("; a text that begins with * needs quotes");
    }

    @Test
    void refusesAliases() {
        assertThat(mistakes("a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n"))
                .contains("lstm.yaml:2: \"*a\"" + ALIAS, "lstm.yaml:3: \"*b\"" + ALIAS);
        assertThat(mistakes("name: &n x\nsampling:\n  prime: *n\n  length: 3\n"))
                .containsExactly("lstm.yaml:3: \"*n\"" + ALIAS);
        for (String use : List.of("ui: *n", "corpus: {path: [a, *n]}")) {
            assertThat(mistakes("name: &n x\n" + use)).containsExactly("lstm.yaml:2: \"*n\"" + ALIAS);
        }
    }

    @Test
    void refusesTags() {
        assertThat(mistakes("training:\n  epochs: !!int 3\n  seed: !mine 4\nui: !!map {port: 3}\n"))
                .containsExactly(
                        "lstm.yaml:2: \"!!int\" is a tag; write the value alone",
                        "lstm.yaml:3: \"!mine\" is a tag; write the value alone",
                        "lstm.yaml:4: \"!!map\" is a tag; write the value alone");
    }

    @Test
    void limitsTheNestingDepth() {
        assertThat(mistakes("[".repeat(100_000)))
                .containsExactly("lstm.yaml:1: this is not YAML: Document nesting depth (1001) exceeds the maximum"
                        + " allowed (1000)");
    }

    @Test
    void refusesTextsAboveOneMebibyteUnparsed() {
        String blanks = " ".repeat(1 << 20);
        assertThat(ConfigLoader.parse(blanks, "lstm.yaml", List.of())).isEqualTo(Config.defaults());
        assertThat(mistakes(blanks + " "))
                .containsExactly("lstm.yaml is larger than 1 MiB, the limit for a configuration");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        training.epochs=many  | training.epochs is "many", but must be a whole number of at least 0
        trainng.epochs=3      | trainng.epochs is not a key; did you mean training.epochs?
        ui.host=              | ui.host is empty, but must be a text that is not empty; without the key it is "127.0.0.1"
        training.seed=*x      | training.seed is "*x", but must be a whole number
        corpus.include=*.c,*.h | corpus.include: a list of globs is ["**/*.c", "**/*.h"]
        corpus.include=[*x]   | corpus.include: "*x" is an alias; write the value out instead (a text that begins with * needs quotes)
        sampling.prime={      | sampling.prime: this is not YAML: while parsing a flow node, expected the node content, but found '<stream end>'
        training.epoch=*x     | training.epoch is not a key; did you mean training.epochs?
        training.score.length=7 | training.score.length was removed: 'score --checkpoint FILE' scores a checkpoint; delete the key
        training={            | training is a section; set its keys one by one, such as training.batchSize
        training={epochs: 3}  | training is a section; set its keys one by one, such as training.batchSize
        corpus.vocabulary=3   | corpus.vocabulary is a section; set its keys one by one, such as corpus.vocabulary.minCount
        =*x                   | "" is not a key; at the top there are name, corpus, model, training, checkpoints, sampling, ui
        training.epochs       | "training.epochs" has no "="; write key=value, such as training.epochs=3
        ``                    | "" has no "="; write key=value, such as training.epochs=3
        """)
    void anOverrideIsCheckedLikeTheFile(String override, String message) {
        assertThat(mistakes("", "training.seed=&x 3", override)).containsExactly("--set: " + message);
    }

    @Test
    void anOverrideDoesNotHideAMistakeOfTheFile() {
        assertThat(mistakes("training: {epochs: many}", "training.epochs=3"))
                .containsExactly("lstm.yaml:1: training.epochs is \"many\", but must be a whole number of at least 0");
    }
}
