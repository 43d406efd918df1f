package charrnn.corpus;

import static charrnn.corpus.Texts.lines;
import static charrnn.corpus.Texts.load;
import static charrnn.corpus.Texts.names;
import static charrnn.corpus.Texts.test;
import static charrnn.corpus.Texts.train;
import static charrnn.corpus.Texts.validation;
import static charrnn.corpus.Texts.warningsOf;
import static charrnn.corpus.Texts.write;
import static charrnn.corpus.Texts.writeMany;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import charrnn.corpus.Split.Part;
import charrnn.corpus.Split.Piece;
import charrnn.message.Count;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SplitTest {
    @TempDir
    private Path folder;

    @Test
    void everyFileIsInExactlyOnePartAndEveryCharacterInItsText() throws IOException {
        writeMany(folder, 40, 30, 1);
        Corpus corpus = load(TestConfig.of(folder).shares(0.1, 0.2));
        List<String> pieces = corpus.split().pieces().stream().map(Piece::file).toList();
        assertThat(pieces).doesNotHaveDuplicates().hasSize(40);
        assertThat(train(corpus)).isEqualTo(contentOf(corpus, Part.TRAIN));
        assertThat(validation(corpus)).isEqualTo(contentOf(corpus, Part.VALIDATION));
        assertThat(test(corpus)).isEqualTo(contentOf(corpus, Part.TEST));
    }

    private String contentOf(Corpus corpus, Part part) throws IOException {
        StringBuilder content = new StringBuilder();
        for (String name : names(corpus, part)) {
            content.append(Files.readString(folder.resolve(name)));
        }
        return content.toString();
    }

    @ParameterizedTest
    @CsvSource({"0.05, 0.05", "0.1, 0.3", "0.5, 0.25", "0, 0.1", "0.2, 0", "0, 0"})
    void sharesAreMetAsNearlyAsWholeFilesAllow(double validation, double test) throws IOException {
        writeMany(folder, 60, 40, 2);
        Corpus corpus = load(TestConfig.of(folder).shares(validation, test));
        double chars = corpus.chars();
        long smallestLearned = corpus.split().of(Part.TRAIN).stream()
                .mapToLong(Piece::chars)
                .min()
                .orElseThrow();
        // The smallest remaining file would not bring a part nearer to its share. A part without a share is empty.
        double most = smallestLearned / 2.0 + 1;
        assertThat((double) corpus.validation().length())
                .isEqualTo(validation * chars, within(validation == 0 ? 0 : most));
        assertThat((double) corpus.test().length()).isEqualTo(test * chars, within(test == 0 ? 0 : most));
    }

    /** A file of three lines would come nearest to the share, but its loss would mean nothing. */
    @Test
    void aPartIsTooLongRatherThanTooShort() throws IOException {
        for (int i = 0; i < 10; i++) {
            write(folder, i + ".c", lines(i, 300));
        }
        write(folder, "config.h", lines(99, 3));
        Corpus corpus = load(TestConfig.of(folder));
        assertThat((double) corpus.validation().length()).isGreaterThan(0.05 * corpus.chars());
        assertThat((double) corpus.test().length()).isGreaterThan(0.05 * corpus.chars());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void tooFewFilesAreCutAsOneTextAtLineEndsWithAWarning(int files) throws IOException {
        String one = lines(1, 200);
        String other = files == 1 ? "" : lines(2, 200);
        write(folder, "a.c", one);
        if (files == 2) {
            write(folder, "b.c", other);
        }
        TestConfig config = TestConfig.of(folder).shares(0.1, 0.2);
        assertThat(warningsOf(config.build()))
                .containsExactly("the corpus has only " + Count.of(files, "file") + ": training, validation and test"
                        + " are cut from the same text, at line ends; with 3 files or more, each part has files of its"
                        + " own");
        Corpus corpus = Corpus.load(config.build(), warning -> {});
        assertThat(train(corpus)).endsWith("}\n");
        assertThat(validation(corpus)).endsWith("}\n");
        assertThat(train(corpus) + validation(corpus) + test(corpus)).isIn(one + other, other + one);
        assertThat((double) corpus.validation().length() / corpus.chars()).isEqualTo(0.1, within(0.01));
        assertThat((double) corpus.test().length() / corpus.chars()).isEqualTo(0.2, within(0.01));
        assertThat(corpus.files()).isEqualTo(files);
    }

    @Test
    void theSameSeedGivesTheSameSplitAndAnotherSeedAnother() throws IOException {
        writeMany(folder, 40, 30, 1);
        Split first = load(TestConfig.of(folder).seed(1)).split();
        assertThat(load(TestConfig.of(folder).seed(1)).split()).isEqualTo(first);
        Split other = load(TestConfig.of(folder).seed(2)).split();
        assertThat(other).isNotEqualTo(first);
        assertThat(other.pieces().stream().map(Piece::file))
                .containsExactlyInAnyOrderElementsOf(
                        first.pieces().stream().map(Piece::file).toList());
    }

    @Test
    void theOrderDoesNotFollowTheNamesAndANewFileDoesNotMoveTheOthers() throws IOException {
        writeMany(folder, 40, 30, 1);
        List<String> before = names(load(TestConfig.of(folder).shares(0, 0)), Part.TRAIN);
        assertThat(before).isNotEqualTo(before.stream().sorted().toList());
        write(folder, "new.c", "int brand_new;\n");
        List<String> after = names(load(TestConfig.of(folder).shares(0, 0)), Part.TRAIN);
        assertThat(after.stream().filter(name -> !name.equals("new.c"))).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(longs = {1000, 2500, 5000, 12345})
    void aLimitedTextIsTheBeginningOfTheWholeOneCutAtALineEnd(long limit) throws IOException {
        writeMany(folder, 40, 30, 5);
        String whole = train(load(TestConfig.of(folder).shares(0, 0)));
        String limited = train(load(TestConfig.of(folder).shares(0, 0).maxChars(limit)));
        assertThat(whole).startsWith(limited).hasSizeGreaterThan(13_000);
        assertThat(limited).endsWith("}\n");
        assertThat((long) limited.length()).isBetween(limit - 60, limit);
    }
}
