package charrnn.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Texts that are not YAML, features of YAML that are refused, and the same in overrides. */
class ConfigSyntaxTest {

    private static List<String> mistakes(String yaml, String... overrides) {
        UserError error =
                catchThrowableOfType(UserError.class, () -> ConfigLoader.parse(yaml, "lstm.yaml", List.of(overrides)));
        assertThat(error).as("the error of %s", yaml).isNotNull();
        return error.messages();
    }

    @Test
    void reportsBrokenYamlInOneLineWithItsLocation() {
        assertThat(mistakes("training:\n\tepochs: 3"))
                .containsExactly("lstm.yaml:2: this is not YAML: while scanning for the next token, found character"
                        + " '\\t(TAB)' that cannot start any token. (Do not use \\t(TAB) for indentation)");
        assertThat(mistakes("name: x\nui: a: b"))
                .containsExactly("lstm.yaml:2: this is not YAML: mapping values are not allowed here");
        assertThat(mistakes("ui: {port: 3"))
                .containsExactly("lstm.yaml:1: this is not YAML: while parsing a flow mapping, expected ',' or '}', but"
                        + " got <stream end>");
        assertThat(mistakes("name: 'x\n\n"))
                .containsExactly(
                        "lstm.yaml:3: this is not YAML: while scanning a quoted scalar, found unexpected end of"
                                + " stream");
    }

    @Test
    void aControlCharacterIsNamedWithItsLine() {
        assertThat(mistakes("name: x\nui: \u0001"))
                .containsExactly("lstm.yaml:2: this is not YAML: the character U+0001 is not allowed");
    }

    @Test
    void anEscapeThatTheEndOfTheTextCutsOffIsRefused() {
        assertThat(mistakes("ui:\n  host: \"\\x"))
                .containsExactly("lstm.yaml:2: this is not YAML: the text ends within an escape such as \\x41");
    }

    @Test
    void aKeyMustBeAWord() {
        assertThat(mistakes("? [a]\n: b"))
                .containsExactly("lstm.yaml:1: a key is a list or a section, but must be a word");
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
        String bomb = "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n";
        assertThat(mistakes(bomb))
                .contains(
                        "lstm.yaml:2: \"*a\" is an alias; write the value out instead (a text that begins with * needs"
                                + " quotes)")
                .contains(
                        "lstm.yaml:3: \"*b\" is an alias; write the value out instead (a text that begins with * needs"
                                + " quotes)");
        assertThat(mistakes("name: &n x\nsampling:\n  prime: *n\n  length: 3\n"))
                .containsExactly(
                        "lstm.yaml:3: \"*n\" is an alias; write the value out instead (a text that begins with * needs"
                                + " quotes)");
        assertThat(mistakes("name: &n x\nui: *n"))
                .containsExactly(
                        "lstm.yaml:2: \"*n\" is an alias; write the value out instead (a text that begins with * needs"
                                + " quotes)");
        assertThat(mistakes("name: &n x\ncorpus: {path: [a, *n]}"))
                .containsExactly(
                        "lstm.yaml:2: \"*n\" is an alias; write the value out instead (a text that begins with * needs"
                                + " quotes)");
    }

    @Test
    void refusesTags() {
        assertThat(mistakes("training:\n  epochs: !!int 3\n  seed: !mine 4\nui: !!map {port: 3}\n"))
                .containsExactly(
                        "lstm.yaml:2: \"!!int\" is a tag; write the value alone",
                        "lstm.yaml:3: \"!mine\" is a tag; write the value alone",
                        "lstm.yaml:4: \"!!map\" is a tag; write the value alone");
        assertThat(mistakes("!!map {name: x}"))
                .containsExactly("lstm.yaml:1: \"!!map\" is a tag; write the value alone");
    }

    @Test
    void refusesASecondDocument() {
        assertThat(mistakes("name: x\n---\nname: y\n"))
                .containsExactly("lstm.yaml:2: a second document begins here, but a configuration is one document");
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

    @Test
    void overridesAreCheckedLikeTheFile() {
        assertThat(mistakes("", "training.epochs=many"))
                .containsExactly("--set: training.epochs is \"many\", but must be a whole number of at least 0");
        assertThat(mistakes("", "trainng.epochs=3"))
                .containsExactly("--set: trainng.epochs is not a key; did you mean training.epochs?");
        assertThat(mistakes("", "ui.host="))
                .containsExactly("--set: ui.host is empty, but must be a text that is not empty; without the key it is"
                        + " \"127.0.0.1\"");
        assertThat(mistakes("", "training.epochs=&x 3", "training.seed=*x"))
                .containsExactly(
                        "--set: training.seed: \"*x\" is an alias; write the value out instead (a text that begins"
                                + " with * needs quotes)");
    }

    @Test
    void anOverrideThatIsNotYamlNamesItsKey() {
        assertThat(mistakes("", "sampling.prime={"))
                .containsExactly("--set: sampling.prime: this is not YAML: while parsing a flow node, expected the node"
                        + " content, but found '<stream end>'");
    }

    @Test
    void anUnknownKeyOrSectionIsNamedWhateverItsValue() {
        assertThat(mistakes("", "training.epoch=*x", "training={", "=*x"))
                .containsExactly(
                        "--set: training.epoch is not a key; did you mean training.epochs?",
                        "--set: training is a section; set its keys one by one, such as training.batchSize",
                        "--set: \"\" is not a key; at the top there are name, corpus, model, training,"
                                + " checkpoints, sampling, ui");
    }

    @Test
    void anOverrideWithoutEqualsIsExplained() {
        assertThat(mistakes("", "training.epochs", ""))
                .containsExactly(
                        "--set: \"training.epochs\" has no \"=\"; write key=value, such as training.epochs=3",
                        "--set: \"\" has no \"=\"; write key=value, such as training.epochs=3");
    }

    @Test
    void anOverrideSetsKeysNotSections() {
        assertThat(mistakes("", "training={epochs: 3}", "corpus.vocabulary=3"))
                .containsExactly(
                        "--set: training is a section; set its keys one by one, such as training.batchSize",
                        "--set: corpus.vocabulary is a section; set its keys one by one, such as"
                                + " corpus.vocabulary.minCount");
    }

    @Test
    void anOverrideDoesNotHideAMistakeOfTheFile() {
        assertThat(mistakes("training: {epochs: many}", "training.epochs=3"))
                .containsExactly("lstm.yaml:1: training.epochs is \"many\", but must be a whole number of at least 0");
    }
}
