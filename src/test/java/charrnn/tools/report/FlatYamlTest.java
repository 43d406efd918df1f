package charrnn.tools.report;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.config.Config;
import charrnn.config.ConfigWriter;
import com.fasterxml.jackson.core.JsonProcessingException;
import org.junit.jupiter.api.Test;

class FlatYamlTest {
    @Test
    void everyKeyOfAConfigurationByItsPath() throws JsonProcessingException {
        assertThat(FlatYaml.read(ConfigWriter.toYaml(Config.defaults())))
                .containsEntry("name", "")
                .containsEntry("corpus.include", "**/*.c, **/*.h")
                .containsEntry("corpus.vocabulary.minCount", "1")
                .containsEntry("training.learningRate", "0.002")
                .containsEntry("sampling.temperature", "0.7");
    }

    @Test
    void keysThatThisVersionDoesNotKnowAndTextsThatAreNoConfiguration() throws JsonProcessingException {
        assertThat(FlatYaml.read("newer:\n  key: [1, [2, x]]\n  empty:\n"))
                .containsExactly(
                        java.util.Map.entry("newer.key", "1, 2, x"), java.util.Map.entry("newer.empty", "null"));
        assertThat(FlatYaml.read("- a\n- b\n")).isEmpty();
        assertThat(FlatYaml.read("")).isEmpty();
    }
}
