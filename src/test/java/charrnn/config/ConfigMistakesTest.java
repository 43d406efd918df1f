package charrnn.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import charrnn.message.UserError;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The words of each message about a wrong file. */
class ConfigMistakesTest {
    static List<String> mistakes(String yaml, String... overrides) {
        UserError error =
                catchThrowableOfType(UserError.class, () -> ConfigLoader.parse(yaml, "lstm.yaml", List.of(overrides)));
        assertThat(error).as("the error of %s", yaml).isNotNull();
        return error.messages();
    }

    @Test
    void reportsAllMistakesInTheOrderOfTheFile() {
        String yaml = """
            training:
              epochs: many
              batchSiez: 3
              learningRate: 0
            modle: {layers: 1}
            corpus:
              validationShare: 0.5
              testShare: 0.45
            ui:
              port: 70000
            """;
        assertThat(mistakes(yaml, "model.hidden=x", "oops"))
                .containsExactly(
                        "lstm.yaml:2: training.epochs is \"many\", but must be a whole number of at least 0",
                        "lstm.yaml:3: training.batchSiez is not a key; did you mean training.batchSize?",
                        "lstm.yaml:4: training.learningRate is 0, but must be a number above 0 and at most 100",
                        "lstm.yaml:5: modle is not a key; did you mean model?",
                        "lstm.yaml:7: corpus.validationShare is 0.5 and corpus.testShare is 0.45, but together they"
                                + " must be at most 0.9, so that there is something to learn from",
                        "lstm.yaml:10: ui.port is 70000, but must be a whole number from 0 to 65535",
                        "--set: model.hidden is \"x\", but must be a whole number from 1 to 8192, or a list of them",
                        "--set: \"oops\" has no \"=\"; write key=value, such as training.epochs=3");
    }

    @Test
    void joinsTheMessagesToLines() {
        UserError error =
                catchThrowableOfType(UserError.class, () -> ConfigLoader.parse("a: 1\nb: 2", "lstm.yaml", List.of()));
        assertThat(error.getMessage()).isEqualTo(String.join(System.lineSeparator(), error.messages()));
        assertThat(error.messages()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
        training: {epochs: -1}            | training.epochs is -1, but must be a whole number of at least 0
        training: {epochs: ""}            | training.epochs is "", but must be a whole number of at least 0
        training: {epochs: 3000000000}    | training.epochs is 3000000000, but must be a whole number from 0 to 2147483647
        training: {batchSize: 4097}       | training.batchSize is 4097, but must be a whole number from 1 to 4096
        training: {batchSize: 99999999999999999999} | training.batchSize is 99999999999999999999, but must be a whole number from 1 to 4096
        training: {seed: x}               | training.seed is "x", but must be a whole number
        training: {seed: 9223372036854775808} | training.seed is 9223372036854775808, but must be a whole number from -9223372036854775808 to 9223372036854775807
        training: {maxMinutes: .inf}      | training.maxMinutes is ".inf", but must be a number of at least 0
        model: {forgetBias: .nan}         | model.forgetBias is ".nan", but must be a number from -10 to 10
        model: {forgetBias: 0x1p3}        | model.forgetBias is "0x1p3", but must be a number from -10 to 10
        sampling: {topP: 0}               | sampling.topP is 0, but must be a number above 0 and at most 1
        ui: {enabled: yes}                | ui.enabled is "yes", but must be true or false
        model: {engine: cudnn}            | model.engine is "cudnn", but must be fast or stock
        model: {engine: fasst}            | model.engine is "fasst", but must be fast or stock; did you mean fast?
        training: {schedule: plateau}     | training.schedule is "plateau", but must be constant, cosine, cooldown, exponential or step; plateau was removed: cosine and cooldown lower the rate by time, and training.patience ends a run that does not improve
        ui: {host: " "}                   | ui.host is " ", but must be a text that is not empty
        ui: {host: "a\\0b"}               | ui.host is "a\\u0000b", but must be a text without NUL and without halves of surrogate pairs
        sampling: {prime: "\\uD83D"}     | sampling.prime is "\\uD83D", but must be a text without NUL and without halves of surrogate pairs
        ui: {store: ui.db}            | ui.store was removed: report shows the curves of a run after its training; delete the key
        training: {epochs: [3]}           | training.epochs is a list, but must be a whole number of at least 0
        training: {epochs: {a: 3}}        | training.epochs is a section, but must be a whole number of at least 0
        training: {epochs: }              | training.epochs is empty, but must be a whole number of at least 0; without the key it is 50
        ui: {host: ~}                     | ui.host is empty, but must be a text that is not empty; without the key it is "127.0.0.1"
        sampling: {prime: ~}              | sampling.prime is empty, but must be a text; an empty text is ""
        corpus: {exclude: ~}              | corpus.exclude is empty, but must be a text, or a list of them; an empty list is []
        corpus: {path: ~}                 | corpus.path is empty, but must be a text that is not empty, or a list of them; without the key it is ["corpus/starter"]
        corpus: {path: []}                | corpus.path is an empty list, but must be a text that is not empty, or a list of them
        model: {hidden: []}               | model.hidden is an empty list, but must be a whole number from 1 to 8192, or a list of them
        model: {hidden: 0}                | model.hidden is 0, but must be a whole number from 1 to 8192, or a list of them
        model: {hidden: [9, 0]}           | item 2 of model.hidden is 0, but must be a whole number from 1 to 8192
        corpus: {path: [a, [b]]}          | item 2 of corpus.path is a list, but must be a text that is not empty
        corpus: {path: [a, ~]}            | item 2 of corpus.path is empty, but must be a text that is not empty
        corpus: {path: {a: b}}            | corpus.path is a section, but must be a text that is not empty, or a list of them
        training: fast                    | training is "fast", but must be a section: its keys, indented below it
        training: [epochs, 3]             | training is a list, but must be a section: its keys, indented below it
        corpus: {vocabulary: 3}           | corpus.vocabulary is 3, but must be a section: its keys, indented below it
        3                                 | the file is 3, but must be keys and sections, such as training: with epochs: 50 indented below it
        [a, b]                            | the file is a list, but must be keys and sections, such as training: with epochs: 50 indented below it
        training: {batch_size: 3}     | training.batch_size is not a key; did you mean training.batchSize?
        training: {dropout: 0.1}      | training.dropout is not a key; did you mean model.dropout?
        epochs: 3                     | epochs is not a key; did you mean training.epochs?
        everySteps: 3                 | everySteps is not a key; did you mean checkpoints.everySteps, sampling.everySteps or ui.everySteps?
        vocabulary: {minCount: 2}     | vocabulary is not a key; did you mean corpus.vocabulary?
        ui: {colour: red}             | ui.colour is not a key; in ui there are enabled, host, port, everySteps
        wombat: {a: {b: c}}           | wombat is not a key; at the top there are name, corpus, model, training, checkpoints, sampling, ui
        <<: {epochs: 3}               | "<<" is not a key; at the top there are name, corpus, model, training, checkpoints, sampling, ui
        training.epochs: 3            | write training.epochs without a dot: each section on a line of its own, indented
        corpus: {vocabulary.maxSize: 3} | write corpus.vocabulary.maxSize without a dot: each section on a line of its own, indented
        """)
    void aWrongValueIsShownWithWhatIsAllowedAndAnUnknownKeyWithTheNearestOnes(String yaml, String message) {
        assertThat(mistakes(yaml)).containsExactly("lstm.yaml:1: " + message);
    }

    @Test
    void aMistakeInAListIsOnTheLineOfItsItem() {
        assertThat(mistakes("model:\n  layers: 3\n  hidden:\n    - 8\n    - big\n    - big\n"))
                .containsExactly(
                        "lstm.yaml:5: item 2 of model.hidden is \"big\", but must be a whole number from 1 to 8192",
                        "lstm.yaml:6: item 3 of model.hidden is \"big\", but must be a whole number from 1 to 8192");
    }

    @Test
    void cutsLongValuesAndNumbers() {
        assertThat(mistakes("model: {engine: " + "x".repeat(5000) + "}"))
                .containsExactly("lstm.yaml:1: model.engine is \"" + "x".repeat(60) + "…\", but must be fast or stock");
        assertThat(mistakes("training: {seed: " + "7".repeat(5000) + "}"))
                .containsExactly("lstm.yaml:1: training.seed is \"" + "7".repeat(60) + "…\", but must be a whole number"
                        + " from -9223372036854775808 to 9223372036854775807");
    }

    @ParameterizedTest
    @CsvSource({"a/b", "../x", "..", ".", "a..b", "ä", "a b", "/", "C:\\x"})
    void theNameOfARunCannotLeadOutOfTheFolderOfRuns(String name) {
        assertThat(mistakes("\nname: '" + name + "'"))
                .containsExactly("lstm.yaml:2: name is " + ConfigWriter.value(name)
                        + ", but must be a folder's name of letters, digits, \".\", \"_\" and \"-\", without \"..\"");
    }

    @Test
    void hiddenSizesMustFitTheLayersWhereverTheyAreSet() {
        String advice = "; give one size for all layers, or one for each layer";
        assertThat(mistakes("model:\n  layers: 2\n  hidden: [1, 2, 3]"))
                .containsExactly("lstm.yaml:3: model.hidden has 3 sizes, but model.layers is 2" + advice);
        assertThat(mistakes("model:\n  layers: 3\n  hidden: [1, 2, 3]", "model.layers=1"))
                .containsExactly("lstm.yaml:3: model.hidden has 3 sizes, but model.layers is 1" + advice);
        assertThat(mistakes("model:\n  layers: 3", "model.hidden=[1, 2]"))
                .containsExactly("--set: model.hidden has 2 sizes, but model.layers is 3" + advice);
    }

    @Test
    void coupledGatesNeedTheFastEngine() {
        String message = "model.gates is coupled, but model.engine is stock, which trains all gates independently; set"
                + " model.engine to fast or model.gates to full";
        assertThat(mistakes("model:\n  gates: coupled\n  engine: stock")).containsExactly("lstm.yaml:2: " + message);
        assertThat(mistakes("model:\n  gates: coupled", "model.engine=stock")).hasSize(1);
        assertThat(mistakes("model: {gates: tied}"))
                .containsExactly("lstm.yaml:1: model.gates is \"tied\", but must be full or coupled");
    }

    @Test
    void segmentMustFitInAnArray() {
        assertThat(mistakes("training:\n  batchSize: 128\n  sequenceLength: 512\nmodel:\n  hidden: 2048"))
                .containsExactly("lstm.yaml:2: training.batchSize × training.sequenceLength × 4 × model.hidden is"
                        + " 536870912, but must be at most 536870911");
    }

    @Test
    void refusesARunWithoutTimeOrEpochLimit() {
        String never = "training.epochs and training.maxMinutes are both 0, so the run would never end;"
                + " limit one of them";
        assertThat(mistakes("training:\n  epochs: 0")).containsExactly("lstm.yaml:2: " + never);
        assertThat(mistakes("", "training.epochs=0")).containsExactly("--set: " + never);
        assertThat(mistakes("training:\n  epochs: 0\n  maxMinutes: 10", "training.maxMinutes=0"))
                .containsExactly("--set: " + never);
    }

    @Test
    void refusedKeyCausesNoSecondMessage() {
        assertThat(mistakes("training: {epochs: 0, maxMinutes: ten}")).hasSize(1);
        assertThat(mistakes("training: {epochs: 0, maxMinuts: 10}")).hasSize(1);
        assertThat(mistakes("training: {maxMinutes: 0, epochs: 0, epochs: 1}")).hasSize(1);
        assertThat(mistakes("training.maxMinutes: 10", "training.epochs=0")).hasSize(1);
        assertThat(mistakes("training: [", "training.epochs=0")).hasSize(1);
        assertThat(mistakes("model: {hidden: [1, 2, 3], layers: two}")).hasSize(1);
        assertThat(mistakes("", "model.hidden=[1, 2, 3", "model.layers=1")).hasSize(1);
        assertThat(mistakes("name: !tag x/y")).hasSize(1);
    }
}
