package charrnn.corpus;

import static charrnn.corpus.Texts.load;
import static charrnn.corpus.Texts.mistakesOf;
import static charrnn.corpus.Texts.train;
import static charrnn.corpus.Texts.warningsOf;
import static charrnn.corpus.Texts.write;
import static org.assertj.core.api.Assertions.assertThat;

import charrnn.config.CorpusConfig;
import charrnn.corpus.Split.Part;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VocabularyTest {
    @TempDir
    private Path folder;

    private TestConfig all() {
        return TestConfig.of(folder).shares(0, 0);
    }

    private static String symbols(Corpus corpus) {
        Vocabulary vocabulary = corpus.vocabulary();
        return vocabulary.decode(vocabulary.encode(
                vocabulary.characters().stream().map(Character::toString).reduce("", String::concat)));
    }

    @Test
    void symbolsAreTheCharactersByCodePointAfterTheUnknownOne() throws IOException {
        write(folder, "a.c", "b😀a\né");
        Vocabulary vocabulary = load(all()).vocabulary();
        assertThat(vocabulary.size()).isEqualTo(6);
        assertThat(vocabulary.codePoint(Vocabulary.UNKNOWN)).isEqualTo(0xFFFD);
        assertThat(vocabulary.encode("\nabé😀x")).containsExactly(1, 2, 3, 4, 5, Vocabulary.UNKNOWN);
        assertThat(vocabulary.decode(2, 0, 5)).isEqualTo("a\uFFFD😀");
        assertThat(vocabulary.unknownIn("xaxy")).containsExactly((int) 'x', (int) 'y');
    }

    @Test
    void rareCharactersAreFoldedIntoTheUnknownSymbol() throws IOException {
        write(folder, "a.c", "aaaabbbccd");
        Corpus corpus = load(all().vocabulary(3, 0));
        assertThat(symbols(corpus)).isEqualTo("ab");
        assertThat(train(corpus)).isEqualTo("aaaabbb\uFFFD\uFFFD\uFFFD");
    }

    @ParameterizedTest
    @CsvSource({"0, abcde", "6, abcde", "5, acde", "4, acd", "3, ac"})
    void aLimitKeepsTheMostFrequentAndOfThoseTheSmallerCodePoints(int maxSize, String kept) throws IOException {
        write(folder, "a.c", "eeddccaabccaa");
        assertThat(symbols(load(all().vocabulary(1, maxSize)))).isEqualTo(kept);
    }

    @Test
    void theVocabularyIsMadeOfTheTrainingPartAlone() throws IOException {
        write(folder, "large.c", "int abcdef;\n".repeat(20));
        write(folder, "val.c", "é int\n");
        write(folder, "tes.c", "éßé é\u0301 int\t\nint int int\n");
        TestConfig config = TestConfig.of(folder);
        assertThat(warningsOf(config.build()))
                .containsExactly(
                        "validation and test hold characters that the training text does not; they are read as the"
                                + " unknown symbol: 'é' (U+00E9) 4 times, '\\t' (U+0009) once, 'ß' (U+00DF) once, U+0301"
                                + " once");
        Corpus corpus = Corpus.load(config.build(), warning -> {});
        assertThat(corpus.split().of(Part.TRAIN)).hasSize(1);
        assertThat(symbols(corpus)).isEqualTo("\n ;abcdefint");
        assertThat(Texts.validation(corpus)).isEqualTo("\uFFFD int\n");
    }

    @Test
    void foldedCharactersGiveNoWarning() throws IOException {
        write(folder, "large.c", "int abcdef;\n".repeat(20) + "Z");
        write(folder, "val.c", "ZZZZ\n");
        assertThat(warningsOf(
                        TestConfig.of(folder).shares(0.03, 0).vocabulary(2, 0).build()))
                .isEmpty();
    }

    @Test
    void withoutAMinimumRareCharactersBeyondAsciiAreFolded() throws IOException {
        write(folder, "a.c", "int\n".repeat(50_000) + "`ééß");
        assertThat(symbols(load(all().vocabulary(0, 0)))).isEqualTo("\n`int");
        write(folder, "a.c", "int\n".repeat(50_000) + "`éééß");
        assertThat(symbols(load(all().vocabulary(0, 0)))).isEqualTo("\n`inté");
        write(folder, "a.c", "int\n`éß");
        assertThat(symbols(load(all().vocabulary(0, 0)))).isEqualTo("\n`intßé");
    }

    @Test
    void theReplacementCharacterIsTheUnknownSymbolItself() throws IOException {
        write(folder, "large.c", "int abcdef;\n".repeat(20) + "\uFFFD");
        write(folder, "val.c", "\uFFFD\n");
        Corpus corpus = load(TestConfig.of(folder).shares(0.01, 0));
        assertThat(symbols(corpus)).isEqualTo("\n ;abcdefint");
        assertThat(train(corpus)).endsWith("\n\uFFFD");
    }

    @Test
    void anotherCorpusIsReadInAModelsVocabulary() throws IOException {
        write(folder, "a.c", "abcé");
        Vocabulary fixed = new Vocabulary(List.of((int) 'a', (int) 'c'));
        List<String> warnings = new ArrayList<>();
        CorpusConfig config = all().build();
        Corpus corpus = Corpus.load(config, Optional.empty(), Optional.of(fixed), warnings::add);
        assertThat(corpus.vocabulary()).isSameAs(fixed);
        assertThat(train(corpus)).isEqualTo("a\uFFFDc\uFFFD");
        assertThat(warnings)
                .containsExactly("the text holds characters that the model's vocabulary does not; they are read as the"
                        + " unknown symbol: 'b' (U+0062) once, 'é' (U+00E9) once");
        assertThat(train(Corpus.load(config, Optional.of(corpus.split()), Optional.of(fixed), warning -> {})))
                .isEqualTo("a\uFFFDc\uFFFD");
    }

    @Test
    void aTextOfOneCharacterIsAUsersError() throws IOException {
        write(folder, "a.c", "\n\n\n");
        assertThat(mistakesOf(all()))
                .containsExactly(
                        "corpus.path: the training text consists of '\\n' (U+000A) alone; there is nothing to learn"
                                + " from fewer than 2 different characters");
    }

    @ParameterizedTest
    @CsvSource({"1, 2, 1", "3, 0, 1", "9, 0, 0"})
    void foldingMustLeaveTwoCharacters(int minCount, int maxSize, int left) throws IOException {
        write(folder, "a.c", "aaabbc");
        assertThat(mistakesOf(all().vocabulary(minCount, maxSize)))
                .containsExactly(
                        "corpus.vocabulary: with minCount " + minCount + " and maxSize " + maxSize + ", " + left
                                + " of the 3 characters of the training text have a symbol of their own; at least 2 must");
    }

    @Test
    void charactersWithoutAShapeAreNamedByNumber() {
        assertThat(Vocabulary.nameOf('é')).isEqualTo("'é' (U+00E9)");
        assertThat(Vocabulary.nameOf(' ')).isEqualTo("' ' (U+0020)");
        assertThat(Vocabulary.nameOf('\r')).isEqualTo("'\\r' (U+000D)");
        assertThat(Vocabulary.nameOf(0)).isEqualTo("U+0000");
        assertThat(Vocabulary.nameOf(0x200B)).isEqualTo("U+200B");
        assertThat(Vocabulary.nameOf(0x0301)).isEqualTo("U+0301");
        assertThat(Vocabulary.nameOf(0xE000)).isEqualTo("U+E000");
        assertThat(Vocabulary.nameOf(0x1F600)).isEqualTo("'😀' (U+1F600)");
    }
}
