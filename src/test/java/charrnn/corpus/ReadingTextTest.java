package charrnn.corpus;

import static charrnn.corpus.Texts.load;
import static charrnn.corpus.Texts.train;
import static charrnn.corpus.Texts.warningsOf;
import static charrnn.corpus.Texts.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import charrnn.config.CorpusConfig.VocabularyConfig;
import charrnn.message.UserError;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReadingTextTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void writeAGoodFile() throws IOException {
        write(folder, "good.c", "int good;\n");
    }

    private TestConfig all() {
        return TestConfig.of(folder).shares(0, 0);
    }

    @Test
    void everyCharacterSurvivesReading() throws IOException {
        StringBuilder text = new StringBuilder();
        Random random = new Random(7);
        for (int i = 0; i < 200_000; i++) {
            // Of 1, 2, 3 and 4 bytes, so that some lie across the reader's buffers.
            int[] from = {' ', 0xA1, 0x4E00, 0x1F600};
            text.appendCodePoint(from[random.nextInt(4)] + random.nextInt(60));
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        FixedWidthText.Writer writer = new FixedWidthText.Writer();
        TextFile file = new TextReader(writer).read("a.c", new ByteArrayInputStream(bytes), Long.MAX_VALUE);
        FixedWidthText read = writer.text();
        StringBuilder back = new StringBuilder();
        for (int i = 0; i < file.length(); i++) {
            back.appendCodePoint(read.at(i));
        }
        assertThat(back.toString()).isEqualTo(text.toString());
        assertThat(file.chars()).isEqualTo(200_000);
    }

    /** The bytes are escaped in octal where they are not ASCII. */
    @ParameterizedTest
    @CsvSource({
        "/* \\351\\351 */, not UTF-8 at byte offset 3 (0xE9)",
        "\\357\\273\\277\\303\\251\\342\\202\\254\\360\\237\\230\\200x\\200, not UTF-8 at byte offset 13 (0x80)",
        "a\\342\\202, not UTF-8 at byte offset 1 (0xE2)", // cut off by the file's end
        "\\355\\240\\200, not UTF-8 at byte offset 0 (0xED)", // a surrogate
        "x\\300\\200, not UTF-8 at byte offset 1 (0xC0)", // longer than it need be
        "\\303\\251\\0, not text: control character U+0000 at byte offset 2",
        "a\\177, not text: control character U+007F at byte offset 1",
        "\\033[0m, not text: control character U+001B at byte offset 0",
    })
    void aFileThatIsNoTextIsNamedWithTheByteOffsetAndSkipped(String bytes, String message) throws IOException {
        write(folder, "sub/bad.c", bytes.translateEscapes().getBytes(StandardCharsets.ISO_8859_1));
        assertThat(warningsOf(all().build())).containsExactly("sub/bad.c: " + message + "; skipped");
        assertThat(train(Corpus.load(all().build(), warning -> {}))).isEqualTo("int good;\n");
    }

    @Test
    void offsetsOfALongFileCountBytesAndNotCharacters() throws IOException {
        byte[] bytes = ("é" + "x".repeat(100_000) + "?").getBytes(StandardCharsets.UTF_8);
        bytes[bytes.length - 1] = (byte) 0x80;
        write(folder, "late.c", bytes);
        assertThat(warningsOf(all().build()))
                .containsExactly("late.c: not UTF-8 at byte offset 100002 (0x80); skipped");
    }

    /**
     * U+009B begins a control sequence of a terminal, as ESC [ does; U+0085, a line end of mainframes, is one of them
     * too.
     */
    @Test
    void c1ControlCharactersAreNoText() throws IOException {
        write(folder, "good.c", "int a;\n");
        for (int control = 0x80; control <= 0x9f; control++) {
            write(folder, "text.c", "\u00a0" + Character.toString(control) + "31m");
            String code = String.format("U+%04X", control);
            assertThat(warningsOf(all().build()))
                    .containsExactly("text.c: not text: control character " + code + " at byte offset 2; skipped");
        }
    }

    /** A byte order mark within a text is a character. */
    @ParameterizedTest
    @CsvSource({
        "'\tint a;\f\u000b\n', '\tint a;\f\u000b\n'",
        "'\u00a0\u2028\n', '\u00a0\u2028\n'",
        "'\uFEFFint \uFEFFmarked;\n', 'int \uFEFFmarked;\n'",
    })
    void whiteSpaceOfSourcesIsTextAndAByteOrderMarkIsNot(String written, String learned) throws IOException {
        write(folder, "good.c", written);
        assertThat(train(load(all()))).isEqualTo(learned);
    }

    @Test
    void controlCharactersInNamesAreEscaped() throws IOException {
        write(folder, "\u001b\n.c", "\0");
        assertThat(warningsOf(all().build()))
                .containsExactly("\\u001B\\u000A.c: not text: control character U+0000 at byte offset 0; skipped");
    }

    @Test
    void manyBadFilesDoNotFloodTheWarnings() throws IOException {
        for (int i = 0; i < 25; i++) {
            write(folder, String.format("bad%02d.c", i), "\0");
        }
        assertThat(warningsOf(all().build()))
                .hasSize(21)
                .contains("bad19.c: not text: control character U+0000 at byte offset 0; skipped")
                .endsWith("5 more files skipped");
    }

    @Test
    void crlfIsKeptAndWarnedOf() throws IOException {
        write(folder, "dos.c", "int dos;\r\n");
        assertThat(warningsOf(all().build()))
                .containsExactly("dos.c has CRLF line ends; they are learned as they are, '\\r' included");
        assertThat(train(Corpus.load(all().build(), warning -> {}))).contains("int dos;\r\n");
        write(folder, "dos2.c", "int dos2;\r\n");
        assertThat(warningsOf(all().build()))
                .singleElement()
                .asString()
                .matches("2 files, dos2?\\.c the first, have CRLF line ends; they are learned as they are, '\\\\r"
                        + "' included");
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
