package charrnn.corpus;

import charrnn.config.Config;
import charrnn.config.CorpusConfig;
import charrnn.config.CorpusConfig.VocabularyConfig;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Builds a corpus configuration from the defaults. */
final class TestConfig {
    private final List<String> path;
    private List<String> include = Config.defaults().corpus().include();
    private List<String> exclude = List.of();
    private boolean strict;
    private boolean followLinks;
    private long maxChars;
    private List<String> heldOutFrom = List.of("**");
    private double validationShare = 0.05;
    private double testShare = 0.05;
    private long seed = 1;
    private VocabularyConfig vocabulary = new VocabularyConfig(1, 0);

    private TestConfig(List<String> path) {
        this.path = path;
    }

    static TestConfig of(Path... paths) {
        return new TestConfig(Arrays.stream(paths).map(Path::toString).toList());
    }

    static TestConfig ofNames(String... paths) {
        return new TestConfig(List.of(paths));
    }

    TestConfig include(String... globs) {
        include = List.of(globs);
        return this;
    }

    TestConfig exclude(String... globs) {
        exclude = List.of(globs);
        return this;
    }

    TestConfig strict() {
        strict = true;
        return this;
    }

    TestConfig followLinks() {
        followLinks = true;
        return this;
    }

    TestConfig maxChars(long chars) {
        maxChars = chars;
        return this;
    }

    TestConfig heldOutFrom(String... globs) {
        heldOutFrom = List.of(globs);
        return this;
    }

    TestConfig shares(double validation, double test) {
        validationShare = validation;
        testShare = test;
        return this;
    }

    TestConfig seed(long value) {
        seed = value;
        return this;
    }

    TestConfig vocabulary(int minCount, int maxSize) {
        vocabulary = new VocabularyConfig(minCount, maxSize);
        return this;
    }

    CorpusConfig build() {
        return new CorpusConfig(
                path,
                include,
                exclude,
                strict,
                followLinks,
                maxChars,
                heldOutFrom,
                validationShare,
                testShare,
                seed,
                vocabulary);
    }
}
