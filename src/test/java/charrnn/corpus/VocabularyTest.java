package charrnn.corpus;

import static charrnn.corpus.Texts.load;
import static charrnn.corpus.Texts.train;
import static charrnn.corpus.Texts.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import charrnn.config.CorpusConfig;
import charrnn.config.CorpusConfig.VocabularyConfig;
import charrnn.message.UserError;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VocabularyTest {
    @TempDir
    private Path folder;

    private TestConfig all() {
        return TestConfig.of(folder).shares(0, 0);
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

    @Test
    void moreCharactersThanAVocabularyHoldsAreAUsersError() {
        CharCounts counts = new CharCounts();
        for (int i = 0; i < Vocabulary.MAX_CHARACTERS; i++) {
            counts.add(0x10000 + i, 1);
        }
        VocabularyConfig all = new VocabularyConfig(1, 0);
        assertThat(counts.vocabulary(all).size()).isEqualTo(65_536);
        counts.add('a', 1);
        assertThatThrownBy(() -> counts.vocabulary(all))
                .isInstanceOf(UserError.class)
                .hasMessage("corpus.path: more than 65,535 different characters, which is more than a vocabulary can"
                        + " hold; is this text?");
    }
}
