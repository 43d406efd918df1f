package charrnn.tools.report;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.train.History.Line;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reading a run's folder whose files are sound, damaged or missing. */
class RunTest {
    private static final String AT = "{\"step\":10,\"epoch\":0.5,\"chars\":20480,\"seconds\":1.5";
    private static final String LEFT_OUT = "1 line of history.jsonl could not be read: left out.";

    @TempDir
    private Path folder;

    private Run read(String... lines) throws IOException {
        Files.writeString(folder.resolve("history.jsonl"), String.join("\n", lines), StandardCharsets.UTF_8);
        return Run.read(folder);
    }

    @Test
    void aReportIsALineWithAMeasurement() throws IOException {
        Run run = read(
                AT + ",\"learningRate\":0.002,\"trainBpc\":3.5,\"gradientNorm\":0.7,\"charsPerSecond\":9000}",
                AT + ",\"other\":0.5}");
        assertThat(run.reports()).isEqualTo(run.lines().subList(0, 1));
        Line report = run.reports().get(0);
        assertThat(report.number("trainBpc")).isEqualTo(3.5);
        assertThat(report.number("validationBpc")).isNaN();
        assertThat(run.notes()).noneMatch(note -> note.contains("could not be read"));
    }

    @Test
    void samplesAndEventsAreNotReports() throws IOException {
        Run run =
                read(AT + ",\"sample\":\"static int\\n\"}", AT + ",\"event\":\"rate halved\"}", AT + ",\"newer\":[1]}");
        assertThat(run.texts("sample")).isEqualTo(run.lines().subList(0, 1));
        assertThat(run.texts("event")).isEqualTo(run.lines().subList(1, 2));
        assertThat(run.reports()).isEmpty();
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
                "{\"step\":1,\"chars\":2,\"seconds\":-1}",
                "{\"step\":1}{\"step\":1}"
            })
    void aLineThatCannotBeReadIsLeftOutAndCounted(String line) throws IOException {
        for (String end : new String[] {"", "\n"}) {
            Run run = read(AT + ",\"trainBpc\":3.5}", "", line + end);
            assertThat(run.reports()).hasSize(1);
            assertThat(run.notes()).contains(LEFT_OUT);
        }
    }

    @Test
    void aValueThatIsNotANumberCountsAsNotMeasured() throws IOException {
        Run run = read(AT + ",\"trainBpc\":\"NaN\",\"validationBpc\":null,\"learningRate\":1e999}", AT + "}");
        assertThat(run.reports()).isEmpty();
        assertThat(run.lines()).hasSize(2);
    }

    @Test
    void blankLinesAreIgnored() throws IOException {
        assertThat(read("\n\n").lines()).isEmpty();
        assertThat(read("\n\n").notes()).doesNotContain(LEFT_OUT);
    }

    @Test
    void unknownKeysAreListedAndOtherTextsHaveNoKeys() throws IOException {
        assertThat(Run.values("newer:\n  key: [1, [2, x]]\n  empty:\n"))
                .containsExactly(Map.entry("newer.key", "1, 2, x"), Map.entry("newer.empty", ""));
        assertThat(Run.values("- a\n- b\n")).isEmpty();
        assertThat(Run.values("")).isEmpty();
    }
}
