package charrnn.tools.report;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.tools.report.RunHistory.Moment;
import charrnn.tools.report.RunHistory.Note;
import charrnn.tools.report.RunHistory.Report;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read from a history, whatever state it is in. */
class HistoryReaderTest {
    private static final String AT = "{\"step\":10,\"epoch\":0.5,\"chars\":20480,\"seconds\":1.5";
    private static final Moment MOMENT = new Moment(10, 0.5, 20480, 1.5);

    @TempDir
    private Path folder;

    private RunHistory read(String... lines) throws IOException {
        return HistoryReader.read(
                Files.writeString(folder.resolve("history.jsonl"), String.join("\n", lines), StandardCharsets.UTF_8));
    }

    @Test
    void aReportHasWhatWasMeasured() throws IOException {
        RunHistory history = read(
                AT + ",\"learningRate\":0.002,\"trainBpc\":3.5,\"gradientNorm\":0.7,\"charsPerSecond\":9000}",
                AT + ",\"trainBpc\":3.25,\"validationBpc\":3.0,\"best\":true,\"parses\":0.5,\"functions\":4}");
        assertThat(history.reports())
                .containsExactly(
                        new Report(MOMENT, 0.002, 3.5, Double.NaN, Double.NaN, Double.NaN, 0.7, 9000),
                        new Report(MOMENT, Double.NaN, 3.25, 3, 0.5, 4, Double.NaN, Double.NaN));
        assertThat(history.validated()).containsExactly(history.reports().get(1));
        assertThat(history.unreadable()).isZero();
    }

    @Test
    void samplesAndEventsAreNoReports() throws IOException {
        RunHistory history =
                read(AT + ",\"sample\":\"static int\\n\"}", AT + ",\"event\":\"rate halved\"}", AT + ",\"newer\":[1]}");
        assertThat(history.samples()).containsExactly(new Note(MOMENT, "static int\n"));
        assertThat(history.events()).containsExactly(new Note(MOMENT, "rate halved"));
        assertThat(history.reports()).isEmpty();
        assertThat(history.unreadable()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"step\":20,\"epoch\":1,\"ch",
                "null",
                "[1, 2]",
                "{}",
                "\u0000\u0000\u0000",
                "{\"step\":1,\"chars\":NaN,\"seconds\":1}",
                "{\"step\":\"1\",\"chars\":2,\"seconds\":3}",
                "{\"step\":1,\"chars\":2,\"seconds\":1e999}",
                "{\"step\":1}{\"step\":1}"
            })
    void aLineThatCannotBeReadIsLeftOutAndCounted(String line) throws IOException {
        RunHistory history = read(AT + ",\"trainBpc\":3.5}", "", line);
        assertThat(history.reports()).hasSize(1);
        assertThat(history.unreadable()).isEqualTo(1);
    }

    @Test
    void whatIsNotANumberCountsAsNotMeasured() throws IOException {
        RunHistory history =
                read(AT + ",\"trainBpc\":\"NaN\",\"validationBpc\":null,\"learningRate\":1e999,\"gradientNorm\":2}");
        assertThat(history.reports())
                .containsExactly(
                        new Report(MOMENT, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN, 2, Double.NaN));
    }

    @Test
    void aCharacterThatWasCutInTwoSpoilsItsLineOnly() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes((AT + ",\"trainBpc\":3.5}\n" + AT + ",\"sample\":\"").getBytes(StandardCharsets.UTF_8));
        bytes.write("é".getBytes(StandardCharsets.UTF_8)[0]);
        RunHistory history = HistoryReader.read(Files.write(folder.resolve("cut.jsonl"), bytes.toByteArray()));
        assertThat(history.reports()).hasSize(1);
        assertThat(history.unreadable()).isEqualTo(1);
    }

    @Test
    void anEmptyHistoryIsEmpty() throws IOException {
        assertThat(read("")).isEqualTo(read("\n\n"));
        assertThat(read("").reports()).isEmpty();
    }
}
