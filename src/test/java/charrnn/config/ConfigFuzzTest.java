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
import org.junit.jupiter.params.provider.EnumSource;

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

    private enum Kind {
        BYTES,
        SIGNS,
        TYPING_ERRORS,
        OVERRIDE
    }

    @ParameterizedTest
    @EnumSource
    void randomInputsAreReadOrRefused(Kind kind) throws IOException {
        String preset = Files.readString(Path.of("config", "quick.yaml"));
        int read = 0;
        for (int i = 0; i < 500; i++) {
            read += isRead(input(kind, preset)) ? 1 : 0;
        }
        boolean mayBeRead = kind == Kind.TYPING_ERRORS || kind == Kind.OVERRIDE;
        assertThat(read).isBetween(mayBeRead ? 15 : 0, 475);
    }

    private byte[] input(Kind kind, String preset) {
        StringBuilder text = new StringBuilder();
        switch (kind) {
            case BYTES -> {
                byte[] bytes = new byte[1 + random.nextInt(60)];
                random.nextBytes(bytes);
                return bytes;
            }
            case SIGNS -> text.append(signs(1 + random.nextInt(40)));
            case TYPING_ERRORS -> {
                text.append(preset);
                for (int errors = 1 + random.nextInt(3); errors > 0; errors--) {
                    int place = random.nextInt(text.length());
                    text.replace(place, place + random.nextInt(2), signs(random.nextInt(2)));
                }
            }
            case OVERRIDE -> {
                List<ConfigKey> keys = ConfigKeys.all();
                String key = keys.get(random.nextInt(keys.size())).path();
                text.append("\n--set ").append(key).append('=').append(signs(random.nextInt(8)));
            }
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private String signs(int length) {
        StringBuilder signs = new StringBuilder();
        for (int i = 0; i < length; i++) {
            signs.append(SIGNS.charAt(random.nextInt(SIGNS.length())));
        }
        return signs.toString();
    }
}
