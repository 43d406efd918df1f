package charrnn.config;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.fuzz.Refusals;
import charrnn.message.UserError;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Any file and overrides are refused with a readable message, or can be written and read back. */
class ConfigFuzzTest {
    private static final String SOURCE = "fuzz.yaml";
    private static final String SIGNS = "{}[]:,-?!&*#|>'\"%@`~ \n\t\r=<.\\/aeo019_xU\u0000\u0001\u0085\u2028\uFEFFü😀";

    private final Random random = new Random(7);

    /**
     * A file, and at its end a line {@code --set key=value} for each override. Jazzer finds the seeds by the method's name, in
     * {@code ConfigFuzzTestInputs/configuration}.
     */
    @FuzzTest
    void configuration(byte[] input) {
        isRead(input);
    }

    private static boolean isRead(byte[] input) {
        Config config;
        try {
            List<String> parts = List.of(ConfigLoader.text(input, SOURCE).split("\n--set ", -1));
            config = ConfigLoader.parse(parts.get(0), SOURCE, parts.subList(1, parts.size()));
        } catch (UserError e) {
            Refusals.assertReadable(e, SOURCE, "--set");
            return false;
        }
        String yaml = ConfigWriter.toYaml(config);
        Config again = ConfigLoader.parse(yaml, SOURCE, List.of());
        assertThat(again).isEqualTo(config);
        assertThat(ConfigWriter.toYaml(again)).isEqualTo(yaml);
        return true;
    }

    /** Typing errors in a preset, or a random value of a key, which may need quotes or several lines in YAML. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void randomInputsAreReadOrRefused(boolean isOverride) throws IOException {
        String preset = Files.readString(Path.of("config", "quick.yaml"));
        int read = 0;
        for (int i = 0; i < 700; i++) {
            String input = isOverride ? override() : withErrors(preset);
            read += isRead(input.getBytes(StandardCharsets.UTF_8)) ? 1 : 0;
        }
        assertThat(read).isBetween(20, 665);
    }

    /** Two values of three are for one of the keys that take any text. */
    private String override() {
        List<ConfigKey> keys = ConfigKeys.all();
        if (random.nextInt(3) > 0) {
            keys = keys.stream().filter(key -> key.type() == String.class).toList();
        }
        String text = signs(random.nextInt(8)).repeat(random.nextInt(20) == 0 ? 500 : 1);
        return "\n--set " + keys.get(random.nextInt(keys.size())).path() + "=" + text;
    }

    private String withErrors(String preset) {
        StringBuilder text = new StringBuilder(preset);
        for (int errors = 1 + random.nextInt(3); errors > 0; errors--) {
            int place = random.nextInt(text.length());
            text.replace(place, place + random.nextInt(2), signs(random.nextInt(2)));
        }
        return text.toString();
    }

    private String signs(int length) {
        StringBuilder signs = new StringBuilder();
        for (int i = 0; i < length; i++) {
            signs.append(SIGNS.charAt(random.nextInt(SIGNS.length())));
        }
        return signs.toString();
    }
}
