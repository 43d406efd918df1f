package charrnn.model.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import charrnn.corpus.Vocabulary;
import charrnn.model.RecurrentState;
import charrnn.model.RecurrentState.LayerState;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bytes of format 2, which other programs and later versions read: a change here needs another format number. */
class FormatTest {
    @Test
    void vocabulary() throws Exception {
        assertThat(text(CheckpointJson.writeVocabulary(Samples.vocabulary(8)))).isEqualTo("""
            {
              "symbols" : [ "\\uFFFD", "\\n", "\\"", "a", "\\u00FC", "\\u2028", "\\u4E16", "\\uD83D\\uDE00" ]
            }\
            """);
    }

    @Test
    void theLargestVocabularyFits() throws Exception {
        List<Integer> many = IntStream.range(0x20000, 0x20000 + CheckpointJson.MAX_SYMBOLS - 1)
                .boxed()
                .toList();
        assertThat(CheckpointJson.writeVocabulary(new Vocabulary(many)).length)
                .isLessThan(EntryName.VOCABULARY.maxBytes);
    }

    @Test
    void progress() throws Exception {
        assertThat(text(CheckpointJson.writeProgress(Samples.progress()))).isEqualTo("""
            {
              "formatVersion" : 2,
              "step" : 1234,
              "epoch" : 2,
              "streamPosition" : 77,
              "chars" : 9876543210,
              "trainingSeconds" : 3600.25,
              "seed" : -1,
              "scores" : {
                "bestValidationBpc" : 1.625,
                "bestStep" : 1000,
                "lastTrainBpc" : 1.5,
                "lastValidationBpc" : null
              },
              "course" : {
                "rateFactor" : 0.5,
                "rollbacks" : 1,
                "validationsSinceBest" : 3,
                "smoothedBpc" : 1.75,
                "lowestBpc" : 1.7
              },
              "sinceReport" : {
                "steps" : 4,
                "bits" : 6.25
              },
              "historyLength" : 124,
              "origin" : {
                "version" : "0.1.0",
                "gitCommit" : "05d9754",
                "engine" : "fast",
                "threads" : 2,
                "cpu" : "AMD EPYC-Prozessor (Gr\\u00F6\\u00DFe 4)"
              }
            }\
            """);
    }

    @Test
    void aCheckpointOfFormatOneCanBeSampledButNotResumed(@TempDir Path folder) throws Exception {
        byte[] zip = Zips.of(Samples.full());
        String progress = Zips.text(zip, EntryName.PROGRESS)
                .replace("\"formatVersion\" : 2", "\"formatVersion\" : 1")
                .replaceFirst("(?s)\"course\".*?}, *", "")
                .replaceFirst("(?s)\"sinceReport\".*?}, *", "");
        Path file = folder.resolve("old.zip");
        Files.write(file, Zips.with(zip, EntryName.PROGRESS.path, progress.getBytes(StandardCharsets.UTF_8)));
        Checkpoint read = CheckpointReader.read(file, false);
        assertThat(read.network().params()).isEqualTo(Samples.full().network().params());
        assertThat(read.progress().losses()).isEqualTo(Samples.progress().losses());
        assertThat(CheckpointReader.summary(file).resumable()).isFalse();
        assertThatThrownBy(() -> CheckpointReader.read(file, true))
                .hasMessageStartingWith(file + " was saved by an earlier charrnn, so its run cannot be resumed");
    }

    @Test
    void state() {
        RecurrentState state =
                new RecurrentState(List.of(new LayerState(1, 2, new float[] {1, -2}, new float[] {0.5f, 0})));
        assertThat(HexFormat.of().formatHex(RecurrentStateCodec.write(state)))
                .isEqualTo("43525354" + "01000000" + "01000000" // CRST, version, layers
                        + "01000000" + "02000000" // batch, hidden
                        + "0000803f" + "000000c0" // activation
                        + "0000003f" + "00000000"); // cell
    }

    private static String text(byte[] json) {
        return new String(json, StandardCharsets.UTF_8);
    }
}
