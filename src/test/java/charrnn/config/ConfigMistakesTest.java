package charrnn.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import charrnn.GoldenFile;
import charrnn.message.UserError;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Wrong files and overrides. */
class ConfigMistakesTest {
    static List<String> mistakes(String yaml, String... overrides) {
        UserError error =
                catchThrowableOfType(UserError.class, () -> ConfigLoader.parse(yaml, "lstm.yaml", List.of(overrides)));
        assertThat(error).as("the error of %s", yaml).isNotNull();
        return error.messages();
    }

    /** All mistakes are reported at once, each with its line, what is allowed and the nearest right spelling. */
    @Test
    void everyMistakeHasItsMessage() throws IOException {
        GoldenFile.check("config/mistakes.txt", input -> {
            String[] parts = ("\n" + input).split("\n--set ?", -1);
            return mistakes(
                    parts[0].strip(), List.of(parts).subList(1, parts.length).toArray(String[]::new));
        });
    }

    @Test
    void longValuesAndNumbersAreCut() {
        assertThat(mistakes("model: {engine: " + "x".repeat(5000) + "}").get(0))
                .contains("\"" + "x".repeat(60) + "…\"");
        assertThat(mistakes("training: {seed: " + "7".repeat(5000) + "}").get(0))
                .hasSizeLessThan(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ui: \1", "ui:\n  host: \"\\x", "name: 'x\n\n"})
    void aTextThatCannotBeReadAsYamlIsRefused(String yaml) {
        assertThat(mistakes("name: x\n" + yaml).get(0)).matches("lstm\\.yaml:[2-4]: this is not YAML: .*");
    }

    @Test
    void deepNestingAndLongTextsAreRefused() {
        assertThat(mistakes("[".repeat(100_000))).hasSize(1).first().asString().contains("Depth");
        byte[] large = " ".repeat((1 << 20) + 1).getBytes(java.nio.charset.StandardCharsets.UTF_8);
        assertThat(catchThrowableOfType(UserError.class, () -> ConfigLoader.text(large, "lstm.yaml")))
                .hasMessageContaining("1 MiB");
    }
}
