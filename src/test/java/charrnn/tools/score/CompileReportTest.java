package charrnn.tools.score;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.ReferencePage;
import charrnn.files.StrictJson;
import charrnn.tools.score.BodyWriter.Body;
import charrnn.tools.score.CCompiler.Message;
import charrnn.tools.score.CompileReport.Row;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CompileReportTest {
    private static final CompilePlace PLACE = new CompilePlace(Path.of("a.c"), "\nint f(void)\n{", 1, "}", 0);

    private static BodyScore score(double bits, int chars, int statements, Message... messages) {
        return new BodyScore(new Body("}", bits, chars), List.of(messages), statements, 2, 1, 4, 3, false);
    }

    private static CompileReport report() {
        Message error = new Message("a.c", 1, true, "'x' undeclared");
        List<BodyScore> written = List.of(
                score(0, 0, 1, error, error),
                score(6, 2, 5),
                score(2, 2, 3, new Message("a.c", 1, false, "unused variable 'x'")),
                score(0, 4, 2));
        return new CompileReport(
                Map.of("checkpoint", "net"), List.of("a note"), Collections.nCopies(4, PLACE), written, written, 1);
    }

    @Test
    void valuesAreOfAllBodies() {
        JsonNode json = report().toJson();
        assertThat(json.at("/written/compiles/value").asDouble()).isEqualTo(0.75);
        assertThat(json.at("/written/clean/value").asDouble()).isEqualTo(0.5);
        assertThat(json.at("/written/substantialCompiles/value").asDouble()).isEqualTo(0.5);
        assertThat(json.at("/written/parameters/value").asDouble()).isEqualTo(0.5);
        assertThat(json.at("/written/bits/value").asDouble()).isEqualTo(1);
        assertThat(json.at("/written/bits/low").isNull()).isFalse();
        assertThat(json.at("/written/errors/name").asInt()).isEqualTo(2);
        assertThat(json.at("/bodies/0/messages")).hasSize(2);
        assertThat(json.at("/bodies/0/line").asInt()).isEqualTo(3);
        assertThat(json.at("/bodies/1/body/bits").asDouble()).isEqualTo(6);
    }

    @Test
    void theTableHasBothColumns() {
        assertThat(report().table())
                .contains("4 places", "net", "the files' own", "a note")
                .containsPattern("bodies that compile +75\\.0 % \\(\\d.* 75\\.0 %")
                .containsPattern("errors: undeclared name +2");
    }

    @ParameterizedTest
    @EnumSource
    void docsDefineEachRow(Row row) throws IOException {
        assertThat(new ReferencePage("scorecard.md").rows("## Bodies"))
                .anyMatch(line -> line.startsWith("| " + row.label + " | `" + StrictJson.key(row) + "` | "));
    }
}
