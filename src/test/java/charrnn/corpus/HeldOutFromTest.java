package charrnn.corpus;

import static charrnn.corpus.Texts.load;
import static charrnn.corpus.Texts.names;
import static charrnn.corpus.Texts.test;
import static charrnn.corpus.Texts.validation;
import static charrnn.corpus.Texts.write;
import static charrnn.corpus.Texts.writeMany;
import static org.assertj.core.api.Assertions.assertThat;

import charrnn.config.CorpusConfig;
import charrnn.corpus.Split.Part;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code corpus.heldOutFrom}: validation and test are drawn from some files, as if there were no others. */
class HeldOutFromTest {
    private static final String SOME = "d1/**";

    private final Path folder;

    HeldOutFromTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        writeMany(folder, 90, 30, 1);
    }

    private TestConfig alone(long seed) {
        return TestConfig.of(folder).include(SOME).shares(0.1, 0.2).seed(seed);
    }

    private TestConfig amongOthers(long seed) {
        return TestConfig.of(folder).heldOutFrom(SOME).shares(0.1, 0.2).seed(seed);
    }

    private static List<String> some(List<String> names) {
        return names.stream().filter(name -> name.startsWith("d1/")).toList();
    }

    private static void assertSameHeldOut(Corpus corpus, Corpus alone) {
        assertThat(corpus.split().of(Part.VALIDATION)).isEqualTo(alone.split().of(Part.VALIDATION));
        assertThat(corpus.split().of(Part.TEST)).isEqualTo(alone.split().of(Part.TEST));
        assertThat(some(names(corpus, Part.TRAIN))).isEqualTo(names(alone, Part.TRAIN));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void otherFilesDoNotChangeWhichFilesAreHeldOut(long seed) {
        Corpus corpus = load(amongOthers(seed));
        Corpus alone = load(alone(seed));
        assertSameHeldOut(corpus, alone);
        assertThat(validation(corpus)).isEqualTo(validation(alone));
        assertThat(test(corpus)).isEqualTo(test(alone));
        assertThat(names(corpus)).hasSize(90);
    }

    @Test
    void theTrainingTextIsShuffledAsAWhole() {
        List<String> trained = names(load(amongOthers(1)), Part.TRAIN);
        assertThat(names(load(amongOthers(1).heldOutFrom("**").shares(0, 0)), Part.TRAIN).stream()
                        .filter(trained::contains))
                .isEqualTo(trained);
    }

    @Test
    void anEqualFileElsewhereIsTheDuplicate() throws IOException {
        Corpus alone = load(alone(1));
        for (String name : names(alone)) {
            for (int copy = 0; copy < 3; copy++) {
                write(folder, "copies/" + copy + "/" + name, Files.readString(folder.resolve(name)));
            }
        }
        Corpus corpus = load(amongOthers(1));
        assertSameHeldOut(corpus, alone);
        assertThat(corpus.duplicates()).isEqualTo(90);
        assertThat(names(corpus)).noneMatch(name -> name.startsWith("copies/"));
    }

    @Test
    void aLimitLeavesOutTheOtherFilesFirst() {
        Corpus alone = load(alone(1));
        long chars = alone.chars();
        Corpus corpus = load(amongOthers(1).maxChars(chars + 1000));
        assertSameHeldOut(corpus, alone);
        assertThat(corpus.chars()).isBetween(chars + 500, chars + 1000);
    }

    /** Another text is evaluated with the configuration of a run, and need not have the folders of its corpus. */
    @Test
    void theWholeTextIsForTrainingWithoutThem() {
        CorpusConfig config = amongOthers(1).heldOutFrom("kernel/**").build();
        assertThat(Corpus.load(config.ofOtherText(config.path(), 0), warning -> {})
                        .split()
                        .of(Part.TRAIN))
                .hasSize(90);
    }
}
