package charrnn.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Random files and overrides are read, or refused with readable messages. */
class ConfigGarbageTest {
    private static final String SIGNS =
            "{}[]:,-?!&*#|>'\"%@`~ \n\t\r=<.\\/aeo019_xU\u0000\u0001\u0085\u2028\uFEFF\uD83Dü😀";

    private final Random random = new Random(7);
    private final List<String> messages = new ArrayList<>();
    private int accepted;

    @Test
    void refusesRandomTexts() {
        for (int i = 0; i < 3000; i++) {
            String soup = soup(1 + random.nextInt(40));
            attempt(() -> ConfigLoader.parse(soup, "soup.yaml", List.of()));
        }
        assertThat(messages).hasSizeGreaterThan(2500);
        assertThat(unreadable("soup.yaml")).isEmpty();
    }

    @Test
    void readsOrRefusesPresetsWithTypingErrors() throws IOException {
        String preset = Files.readString(Path.of("config", "quick.yaml"));
        for (int i = 0; i < 1000; i++) {
            String slipped = slipped(preset);
            attempt(() -> ConfigLoader.parse(slipped, "slip.yaml", List.of()));
        }
        assertThat(accepted).isGreaterThan(100);
        assertThat(messages).hasSizeGreaterThan(300);
        assertThat(unreadable("slip.yaml")).isEmpty();
    }

    @Test
    void readsOrRefusesRandomOverrides() {
        List<ConfigKey> keys = ConfigKeys.all();
        for (int i = 0; i < 3000; i++) {
            String override = keys.get(random.nextInt(keys.size())).path() + "=" + soup(random.nextInt(8));
            attempt(() -> ConfigLoader.parse("", "none.yaml", List.of(override)));
        }
        assertThat(accepted).isGreaterThan(100);
        assertThat(messages).hasSizeGreaterThan(1000);
        assertThat(unreadable("--set: ")).isEmpty();
    }

    @Test
    void refusesRandomBytes(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("bytes.yaml");
        for (int i = 0; i < 300; i++) {
            byte[] bytes = new byte[1 + random.nextInt(60)];
            random.nextBytes(bytes);
            Files.write(file, bytes);
            attempt(() -> ConfigLoader.load(file, List.of()));
        }
        assertThat(messages).hasSizeGreaterThan(250);
        assertThat(unreadable("bytes.yaml")).isEmpty();
    }

    private void attempt(Supplier<Config> reading) {
        try {
            assertThat(reading.get().training().batchSize()).isPositive();
            accepted++;
        } catch (UserError error) {
            assertThat(error.messages()).isNotEmpty();
            messages.addAll(error.messages());
        }
    }

    /** Messages that do not name their source, have several lines, or are too long. */
    private List<String> unreadable(String source) {
        return messages.stream()
                .filter(message -> !message.startsWith(source)
                        || message.length() > 500
                        || message.codePoints().anyMatch(Character::isISOControl))
                .toList();
    }

    private String soup(int length) {
        StringBuilder soup = new StringBuilder();
        for (int i = 0; i < length; i++) {
            soup.append(SIGNS.charAt(random.nextInt(SIGNS.length())));
        }
        return soup.toString();
    }

    private String slipped(String text) {
        StringBuilder slipped = new StringBuilder(text);
        for (int slips = 1 + random.nextInt(3); slips > 0; slips--) {
            int place = random.nextInt(slipped.length());
            slipped.replace(place, place + random.nextInt(2), soup(random.nextInt(2)));
        }
        return slipped.toString();
    }
}
