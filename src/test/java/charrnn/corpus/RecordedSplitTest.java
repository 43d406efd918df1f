package charrnn.corpus;

import static charrnn.corpus.Texts.assertSame;
import static charrnn.corpus.Texts.lines;
import static charrnn.corpus.Texts.load;
import static charrnn.corpus.Texts.write;
import static charrnn.corpus.Texts.writeMany;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import charrnn.corpus.Split.Part;
import charrnn.corpus.Split.Piece;
import charrnn.message.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordedSplitTest {
    private static final String DIGEST = "0".repeat(64);

    @TempDir
    private Path folder;

    private static Corpus quietly(TestConfig config, Split split) {
        return Corpus.load(config.build(), Optional.of(split), Optional.empty(), warning -> {});
    }

    @Test
    void aRecordedSplitGivesTheSameTextsWhereverTheFolderIsAndWhateverElseIsConfigured() throws IOException {
        Path source = folder.resolve("source");
        writeMany(source, 40, 30, 1);
        Corpus corpus = load(TestConfig.of(source));
        Split recorded = Split.fromJson(corpus.split().toJson());
        write(source, "new.c", "int brand_new;\n");
        TestConfig other = TestConfig.of(Files.move(source, folder.resolve("moved")))
                .include("*.none")
                .heldOutFrom("d1/**")
                .seed(9)
                .maxChars(5)
                .shares(0.3, 0.3);
        assertSame(quietly(other, recorded), corpus);
    }

    @Test
    void aFileWithoutAValidSplitIsNamed() throws IOException {
        Path file = folder.resolve("split.json");
        assertRefused(file, file + " cannot be read: it does not exist");
        Files.writeString(file, "{\"format\": 1, ");
        assertRefused(file, file + ": split: ");
        Files.write(file, new byte[] {'{', (byte) 0xff});
        assertRefused(file, file + " cannot be read: it is not UTF-8 text");
    }

    private static void assertRefused(Path file, String message) {
        assertThatThrownBy(() -> Split.read(file)).isInstanceOf(UserError.class).hasMessageStartingWith(message);
    }

    @Test
    void aCutThroughFilesIsCutTheSame() throws IOException {
        write(folder, "only.c", "\uFEFF😀" + lines(1, 100));
        Corpus corpus = Corpus.load(TestConfig.of(folder).maxChars(2000).build(), warning -> {});
        assertThat(corpus.split().pieces()).hasSize(3);
        assertSame(quietly(TestConfig.of(folder), Split.fromJson(corpus.split().toJson())), corpus);
    }

    @Test
    void missingAndChangedFilesAreNamed() throws IOException {
        writeMany(folder, 9, 30, 1);
        Split recorded = load(TestConfig.of(folder)).split();
        Files.delete(folder.resolve("d0/f000.c"));
        write(folder, "d1/f004.c", lines(4, 3) + "int more;\n");
        write(folder, "d2/f005.c", "\0");
        assertThatThrownBy(() -> quietly(TestConfig.of(folder), recorded))
                .isInstanceOf(UserError.class)
                .hasMessage("corpus.path: not the corpus that the recorded split was made of; missing, changed or"
                        + " unusable: 3 of 9 files: d0/f000.c (missing), d1/f004.c (changed), d2/f005.c (not text:"
                        + " control character U+0000 at byte offset 0)");
    }

    @Test
    void jsonIsReadableAndRoundTripsTheSplit() {
        Split split = new Split(List.of(
                new Piece("ä \"b\".c", Part.TRAIN, 0, 10, DIGEST),
                new Piece("ä \"b\".c", Part.VALIDATION, 10, 2, DIGEST),
                new Piece("c.c", Part.TEST, 0, 1, DIGEST)));
        assertThat(Split.fromJson(split.toJson())).isEqualTo(split);
        assertThat(split.toJson().replaceAll("\\s+", " "))
                .startsWith("{ \"format\" : 1, \"pieces\" : [ { \"file\" : \"ä \\\"b\\\".c\", \"part\" : \"train\","
                        + " \"from\" : 0, \"chars\" : 10, \"sha256\" : \"" + DIGEST + "\" }, {");
    }

    /** StrictJsonTest has more of what is no record. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        nonsense
        {'format':1,'pieces':[]}
        {'format':2,'pieces':[PIECE]}
        {'format':1,'pieces':[{'file':'a.c','part':'train','from':0,'chars':1}]}
        {'format':1,'pieces':[{'file':'a.c','part':0,'from':0,'chars':1,'sha256':'DIGEST'}]}
        {'format':1,'pieces':[{'file':'a.c','part':'other','from':0,'chars':1,'sha256':'DIGEST'}]}
        {'format':1,'pieces':[{'file':'a.c','part':'train','from':-1,'chars':1,'sha256':'DIGEST'}]}
        {'format':1,'pieces':[{'file':'a.c','part':'train','from':0,'chars':0,'sha256':'DIGEST'}]}
        {'format':1,'pieces':[{'file':'a.c','part':'train','from':9223372036854775807,'chars':9,'sha256':'DIGEST'}]}
        {'format':1,'pieces':[{'file':'a.c','part':'test','from':0,'chars':1,'sha256':'DIGEST'}]}
        """)
    void invalidJsonIsAUsersError(String json) {
        String piece = "{'file':'a.c','part':'train','from':0,'chars':1,'sha256':'DIGEST'}";
        String text = json.replace("PIECE", piece).replace("DIGEST", DIGEST).replace('\'', '"');
        assertThatThrownBy(() -> Split.fromJson(text))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith("split: ");
    }
}
