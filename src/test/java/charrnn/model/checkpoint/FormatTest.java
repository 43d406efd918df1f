package charrnn.model.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import charrnn.corpus.Vocabulary;
import charrnn.model.RecurrentState;
import charrnn.model.RecurrentState.LayerState;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
        assertThat(CheckpointJson.writeVocabulary(new Vocabulary(many)).length).isLessThan(Part.VOCABULARY.maxBytes);
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
    void fieldsThatFormatOneLacksAreThoseOfANewRun() throws Exception {
        String second = text(CheckpointJson.writeProgress(Samples.progress()));
        String first = second.replace("\"formatVersion\" : 2", "\"formatVersion\" : 1")
                .replaceAll("(?s)  \"course\" : .*?\\},\n", "")
                .replaceAll("(?s)  \"sinceReport\" : .*?\\},\n", "");
        Progress read = CheckpointJson.readProgress(CheckpointJson.tree(first, "progress"));
        assertThat(read.control()).isEqualTo(Progress.Control.NEW);
        assertThat(read.sinceReport()).isEqualTo(Progress.SinceReport.NOTHING);
        assertThat(read.scores()).isEqualTo(Samples.progress().scores());
        assertThat(read.historyLength()).isEqualTo(Samples.progress().historyLength());
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

    @ParameterizedTest
    @ValueSource(strings = {"-1", "-0.5", "1e999", "\"NaN\""})
    void lossesThatAreNegativeOrNotFiniteAreRefused(String loss) throws Exception {
        String json = text(CheckpointJson.writeProgress(Samples.progress()))
                .replaceFirst("\"lastTrainBpc\" : [0-9.]+", "\"lastTrainBpc\" : " + loss);
        assertThatExceptionOfType(Refused.class)
                .isThrownBy(() -> CheckpointJson.readProgress(CheckpointJson.tree(json, "progress")))
                .withMessageContaining("is wrong at 'scores.lastTrainBpc'");
    }

    private static String text(byte[] json) {
        return new String(json, StandardCharsets.UTF_8);
    }
}
