package charrnn.tools.report;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.cli.Program;
import charrnn.tools.page.Page;
import charrnn.tools.page.PageData;
import charrnn.train.History.Line;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page of a run's folder whose files are sound, damaged or missing. */
class RunReportTest {
    private static final String AT = "{\"step\":10,\"epoch\":0.5,\"chars\":20480,\"seconds\":1.5";

    @TempDir
    private Path folder;

    private Path out() {
        return folder.resolve("page.html");
    }

    private JsonNode only(Path run) throws IOException {
        RunReport.write(List.of(run), false, out());
        return PageData.of(out()).get("runs").get(0);
    }

    @Test
    void showsTheContentOfTheFolder() throws IOException {
        JsonNode run = only(RunFolders.write(folder.resolve("run"), 40));
        assertThat(run.get("name").textValue()).isEqualTo("<i>tiny</i>");
        assertThat(run.get("reports").get("trainBpc")).hasSize(40);
        assertThat(run.get("reports").get("validationBpc").get(0).isNull()).isTrue();
        assertThat(run.get("validations").get("step").toString()).isEqualTo("[100,200,300,400]");
        assertThat(run.get("samples")).hasSize(4);
        assertThat(run.get("samples").get(0).get("text").textValue()).isEqualTo(RunFolders.HOSTILE + "\nsample 10");
        assertThat(run.get("events").get(0).get("text").textValue()).isEqualTo("rolled back; <b>rate halved</b>");
        assertThat(run.get("config").get("model.hidden").textValue()).isEqualTo("16, 16");
        assertThat(run.get("corpus").get("test").get("chars").longValue()).isEqualTo(1000);
        assertThat(run.get("notes").toString()).contains("no checkpoint");
    }

    @Test
    void theCommandWritesIntoTheRunsFolderOrToTheGivenFileAndPrintsItsName() throws IOException {
        String run = RunFolders.write(folder.resolve("run"), 20).toString();
        Path page = Path.of(run, "report.html");
        assertThat(Program.run("report", run).done().out()).isEqualTo(page + System.lineSeparator());
        assertThat(page).content().contains("\"model.hidden\"");
        Program compared = Program.run("report", run, run, "--out", out().toString());
        assertThat(compared.done().out()).isEqualTo(out() + System.lineSeparator());
        assertThat(out()).content().contains("<title>charrnn report</title>");
    }

    @Test
    void lossesOnDifferentTextsCannotBeCompared() throws IOException {
        Path one = RunFolders.write(folder.resolve("one"), 20);
        Path two = RunFolders.write(folder.resolve("two"), 20);
        assertThat(areComparable(one, two)).isTrue();
        Path split = two.resolve("split.json");
        String same = Files.readString(split);
        Files.writeString(split, same.replace("\"test\"", "\"validation\""));
        assertThat(areComparable(one, two)).as("another part is validated").isFalse();
        Files.delete(split);
        assertThat(areComparable(one, two)).as("the split is not known").isFalse();
        Files.writeString(split, same);
        Files.writeString(
                two.resolve("history.jsonl"),
                "{\"step\":999,\"chars\":9,\"seconds\":99,\"validationBpc\":2,\"validationChars\":10000}\n",
                StandardOpenOption.APPEND);
        assertThat(areComparable(one, two)).as("less text is validated").isFalse();
    }

    private boolean areComparable(Path... runs) throws IOException {
        RunReport.write(List.of(runs), false, out());
        return PageData.of(out()).get("comparable").booleanValue();
    }

    @Test
    void untrustedTextCannotEndAnElementAndNothingIsFetched() throws IOException {
        only(RunFolders.write(folder.resolve("run"), 40));
        String html = Files.readString(out());
        assertThat(Pattern.compile("</script>").matcher(html).results()).hasSize(2);
        assertThat(html).doesNotContain("<img", "<!--", "<b>", "<i>tiny");
        assertThat(html.replace("https://github.com/leeoniya/uPlot", ""))
                .doesNotContain("http:", "https:", "@import", "url(");
    }

    @Test
    void aHugeHistoryMakesASmallPageThatKeepsEndsAndExtremes() throws IOException {
        Path run = RunFolders.write(folder.resolve("run"), 50_000);
        JsonNode json = only(run);
        assertThat(Files.size(out())).isLessThan(2_000_000);
        assertThat(json.get("reportsInAll").intValue()).isEqualTo(50_000);
        assertThat(json.at("/reports/step").valueStream().map(JsonNode::intValue))
                .hasSizeBetween(500, 1502)
                .isSorted()
                .doesNotHaveDuplicates()
                .startsWith(10)
                .endsWith(500_000);
        List<Line> lines = Run.read(run).lines();
        for (String column : List.of("reports/trainBpc", "reports/gradientNorm", "validations/validationBpc")) {
            String field = column.replaceFirst(".*/", "");
            DoubleSummaryStatistics all = Run.having(lines, field).stream()
                    .mapToDouble(line -> line.number(field))
                    .summaryStatistics();
            assertThat(json.at("/" + column).valueStream().map(JsonNode::doubleValue))
                    .contains(rounded(all.getMin()), rounded(all.getMax()));
        }
        JsonNode samples = json.get("samples");
        assertThat(samples).hasSize(100);
        for (int i = 0; i < 100; i++) {
            assertThat(samples.get(i).get("step").intValue()).isBetween(5000 * i, 5100 * i + 100);
        }
        assertThat(samples.get(99).get("step").intValue()).isEqualTo(500_000);
    }

    private static double rounded(double value) {
        return Page.number(value, 6).doubleValue();
    }

    @Test
    void theMeansOfALongHistoryAreThoseOfAllReports() throws IOException {
        JsonNode means =
                only(RunFolders.writeSkewed(folder.resolve("run"), 20_000)).get("means");
        assertThat(means.get("trainBpc")).hasSize(400).allMatch(mean -> mean.doubleValue() == 2.1);
        assertThat(means.get("step")).hasSize(400);
        assertThat(means.get("step").get(0).longValue()).isEqualTo(260); // the middle of 50 reports
        JsonNode few = only(RunFolders.writeSkewed(folder.resolve("few"), 20));
        assertThat(few.get("means").get("trainBpc"))
                .isEqualTo(few.get("reports").get("trainBpc"));
    }

    @Test
    void longSamplesAreCutBetweenCharacters() throws IOException {
        Path run = Files.createDirectory(folder.resolve("run"));
        String line = "{\"step\":1,\"chars\":2,\"seconds\":3,\"sample\":\"" + "<😀".repeat(20_000) + "\"}\n";
        Files.writeString(run.resolve("history.jsonl"), line.repeat(200));
        JsonNode sample = only(run).get("samples").get(0).get("text");
        assertThat(sample.textValue()).isEqualTo("<😀".repeat(1000) + "…");
        assertThat(Files.size(out())).isLessThan(2_000_000);
    }

    @Test
    void brokenFilesAreNotedAndTheOthersAreShown() throws IOException {
        Path run = RunFolders.write(folder.resolve("run"), 20);
        Files.writeString(run.resolve("config.yaml"), "model: [");
        Files.writeString(run.resolve("split.json"), "{}");
        Files.writeString(run.resolve("best.zip"), "no zip");
        Files.writeString(run.resolve("history.jsonl"), "{\"step\":9", StandardOpenOption.APPEND);
        assertThat(RunReport.write(List.of(run), false, out()))
                .hasSize(4)
                .anyMatch(note -> note.contains("1 line of history.jsonl could not be read"))
                .anyMatch(note -> note.contains("config.yaml:1: this is not YAML"))
                .anyMatch(note -> note.contains("split"))
                .anyMatch(note -> note.contains("best.zip"));
        assertThat(PageData.of(out()).get("runs").get(0).get("reports").get("step"))
                .hasSize(20);
    }

    private Run read(String... lines) throws IOException {
        Files.writeString(folder.resolve("history.jsonl"), String.join("\n", lines));
        return Run.read(folder);
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
            assertThat(run.notes()).contains("1 line of history.jsonl could not be read: left out.");
        }
    }

    @Test
    void aValueThatIsNotANumberCountsAsNotMeasured() throws IOException {
        Run run = read(
                AT + ",\"trainBpc\":\"NaN\",\"validationBpc\":null,\"learningRate\":1e999}",
                AT + "}",
                AT + ",\"newer\":[1]}");
        assertThat(run.reports()).isEmpty();
        assertThat(run.lines()).hasSize(3);
    }
}
