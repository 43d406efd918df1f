package charrnn.tools.score;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.tools.page.Page;
import charrnn.tools.score.SampleScore.Copy;
import charrnn.tools.score.SampleScore.Ratio;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScoreReportTest {
    static final String HOSTILE = "\n</pre><script>document.title = 'got it'</script><b>&amp;</b>\n";

    @TempDir
    private Path folder;

    private static SampleScore sample(int parsed, String text, Optional<Copy> copy) {
        return new SampleScore(
                text,
                Map.of(Measure.PARSES_WITHOUT_MACROS, new Ratio(parsed, 4), Measure.ERROR_BYTES, new Ratio(3, 0.25)),
                StyleStatistics.none(),
                copy);
    }

    static ScoreReport report() {
        List<SampleScore> samples = IntStream.rangeClosed(0, 4)
                .mapToObj(i -> sample(i, "sample of " + i + HOSTILE, Optional.of(new Copy(1000 + i, "a/b.c:" + i))))
                .toList();
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("checkpoint", "<best>.zip");
        facts.put("topK", 0);
        return new ScoreReport(
                facts,
                List.of("Nothing was <compiled>."),
                List.of(
                        Scorecard.of("<best>.zip", samples, Optional.empty(), 1),
                        Scorecard.of("chance", List.of(sample(0, "?", Optional.empty())), Optional.empty(), 1)),
                List.of());
    }

    @Test
    void tableHasARowForEachMeasure() {
        List<String> lines = report().table().lines().toList();
        assertThat(lines).hasSize(4 + Measure.values().length + 1 + 1);
        assertThat(lines.get(0)).matches(" +<best>\\.zip +chance");
        assertThat(lines)
                .anyMatch(line -> line.matches("functions that parse, macros aside +50\\.0 % \\(.*–.*\\) +0\\.0 %"))
                .anyMatch(line -> line.matches("unparsable text, bytes per KB +12\\.0 +12\\.0"))
                .anyMatch(line -> line.matches("samples +5 +1"))
                .anyMatch(line -> line.matches("functions +20 +4"))
                .anyMatch(line -> line.matches("functions that compile alone +– +–"))
                .anyMatch(line -> line.matches("longest copied run +1,004, a/b\\.c:4 +–"))
                .endsWith("Nothing was <compiled>.");
    }

    @Test
    void jsonHasNullForMissingMeasures() {
        JsonNode json = report().toJson();
        assertThat(json.get("checkpoint").asText()).isEqualTo("<best>.zip");
        JsonNode score = json.get("scores").get(0);
        assertThat(score.get("name").asText()).isEqualTo("<best>.zip");
        assertThat(score.at("/figures/parsesWithoutMacros/value").asDouble()).isEqualTo(0.5);
        assertThat(score.at("/figures/parsesWithoutMacros/low").asDouble()).isBetween(0.0, 0.49);
        assertThat(score.at("/figures/parsesWithoutMacros/high").asDouble()).isBetween(0.51, 1.0);
        assertThat(score.at("/figures/errorBytes/value").asDouble()).isEqualTo(12);
        assertThat(score.at("/figures/errorBytes/low").isNull()).isTrue();
        assertThat(score.at("/figures/errorBytes/high").isNull()).isTrue();
        assertThat(score.get("functions").asInt()).isEqualTo(20);
        assertThat(score.at("/figures/new20").isNull()).isTrue();
        assertThat(score.get("figures")).hasSize(Measure.values().length);
        assertThat(score.at("/longestCopy/place").asText()).isEqualTo("a/b.c:4");
        assertThat(json.get("scores").get(1).has("longestCopy")).isFalse();
    }

    @Test
    void pageNamesFilesAndOmitsThoseWithoutAFunctionFromTheWorst() throws IOException {
        List<SampleScore> samples = new ArrayList<>(report().cards().get(0).samples());
        samples.set(0, new SampleScore("#define A\n", Map.of(), StyleStatistics.none(), Optional.empty()));
        Scorecard card = Scorecard.of("src", samples, Optional.empty(), 1);
        ScoreReport report =
                new ScoreReport(Map.of(), List.of(), List.of(card), List.of("a.h", "b.c", "c/<d>.c", "e.c", "f.c"));
        Path page = folder.resolve("files.html");
        ScorePage.write(report, page);
        JsonNode data = Page.data(Files.readString(page));
        assertThat(data.get("best").findValuesAsText("file")).containsExactly("f.c", "e.c", "c/<d>.c");
        assertThat(data.get("worst").findValuesAsText("file")).containsExactly("b.c");
    }
}
