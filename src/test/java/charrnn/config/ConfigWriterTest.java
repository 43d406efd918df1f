package charrnn.config;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.config.ModelConfig.Gates;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A configuration that is written is read back equal. */
class ConfigWriterTest {
    private static final List<String> TEXTS = List.of(
            ("| |a|no|null|~|3|a: b|# c|\"|'|\\|{|[|- x|&a|*a|!t|%d|@|`|\n|\r\n|\t|\u0085|\u2028|\uFEFF|\u007F|\u0001|größer|日本|😀|…|<<|---|key=value|"
                            + "x".repeat(2000))
                    .split("\\|"));

    private final Random random = new Random(42);

    @Test
    void readsAnyWrittenConfigurationBack() {
        Set<Config> tried = new HashSet<>();
        for (int i = 0; i < 500; i++) {
            Config config = randomConfig();
            String yaml = ConfigWriter.toYaml(config);
            assertThat(read(yaml)).as(yaml).isEqualTo(config);
            tried.add(config);
        }
        assertThat(tried).hasSizeGreaterThan(490);
    }

    private static Config read(String yaml) {
        return ConfigLoader.parse(yaml, "written.yaml", List.of());
    }

    private Config randomConfig() {
        Map<String, Object> values = new HashMap<>();
        for (ConfigKey key : ConfigKeys.all()) {
            Object value = randomValue(key);
            values.put(key.path(), key.list() ? List.of(value) : value);
        }
        values.put("name", "run-" + random.nextInt());
        values.put("training.epochs", 1 + random.nextInt(100));
        values.put("training.batchSize", 1 + random.nextInt(100)); // a segment fits with any hidden size
        values.put("training.sequenceLength", 1 + random.nextInt(150));
        values.put("corpus.testShare", random.nextDouble() * 0.4);
        values.put("model.gates", Gates.FULL); // engine stock has no others
        return ConfigKeys.record(Config.class, values);
    }

    /** A random value that the key takes: candidates of its type until one is in its range. */
    private Object randomValue(ConfigKey key) {
        return Stream.generate(() -> randomText(key.type()))
                .limit(10_000)
                .flatMap(text -> key.parse(text).stream())
                .findFirst()
                .orElseThrow();
    }

    private String randomText(Class<?> type) {
        if (type == int.class || type == long.class) {
            boolean large = type == long.class && random.nextBoolean();
            return large ? Long.toString(random.nextLong()) : Integer.toString(random.nextInt(2 << random.nextInt(16)));
        } else if (type == double.class) {
            return Double.toString(random.nextGaussian() * Math.pow(10, random.nextInt(20) - 17));
        } else if (type == boolean.class) {
            return Boolean.toString(random.nextBoolean());
        } else if (type.isEnum()) {
            Object[] constants = type.getEnumConstants();
            return constants[random.nextInt(constants.length)].toString();
        }
        return TEXTS.get(random.nextInt(TEXTS.size())) + TEXTS.get(random.nextInt(TEXTS.size()));
    }
}
