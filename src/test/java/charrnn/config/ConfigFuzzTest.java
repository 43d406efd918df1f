package charrnn.config;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.fuzz.Refusals;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;

/** Any file and overrides are refused with a readable message, or can be written and read back. */
class ConfigFuzzTest {
    private static final String SOURCE = "fuzz.yaml";

    /**
     * A file, and at its end a line {@code --set key=value} for each override. Jazzer finds the seeds by the method's name, in
     * {@code ConfigFuzzTestInputs/configuration}.
     */
    @FuzzTest
    void configuration(byte[] input) {
        Config config;
        try {
            List<String> parts = List.of(ConfigLoader.text(input, SOURCE).split("\n--set ", -1));
            config = ConfigLoader.parse(parts.get(0), SOURCE, parts.subList(1, parts.size()));
        } catch (UserError e) {
            Refusals.assertReadable(e, SOURCE, "--set");
            return;
        }
        String yaml = ConfigWriter.toYaml(config);
        Config again = ConfigLoader.parse(yaml, SOURCE, List.of());
        assertThat(again).isEqualTo(config);
        assertThat(ConfigWriter.toYaml(again)).isEqualTo(yaml);
    }
}
