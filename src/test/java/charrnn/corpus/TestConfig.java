package charrnn.corpus;

import charrnn.config.ConfigKeys;
import charrnn.config.CorpusConfig;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Builds a corpus configuration from the defaults. */
final class TestConfig {
    private final Map<String, Object> values = new HashMap<>();

    private TestConfig(List<String> path) {
        set("path", path).shares(0.05, 0.05).vocabulary(1, 0);
    }

    static TestConfig of(Path... paths) {
        return new TestConfig(Arrays.stream(paths).map(Path::toString).toList());
    }

    static TestConfig ofNames(String... paths) {
        return new TestConfig(List.of(paths));
    }

    private TestConfig set(String key, Object value) {
        values.put(key, value);
        return this;
    }

    TestConfig include(String... globs) {
        return set("include", List.of(globs));
    }

    TestConfig maxChars(long chars) {
        return set("maxChars", chars);
    }

    TestConfig heldOutFrom(String... globs) {
        return set("heldOutFrom", List.of(globs));
    }

    TestConfig shares(double validation, double test) {
        return set("validationShare", validation).set("testShare", test);
    }

    TestConfig seed(long value) {
        return set("seed", value);
    }

    TestConfig vocabulary(int minCount, int maxSize) {
        return set("vocabulary.minCount", minCount).set("vocabulary.maxSize", maxSize);
    }

    CorpusConfig build() {
        return ConfigKeys.record(CorpusConfig.class, values);
    }
}
