package charrnn.tools.score;

import charrnn.files.AtomicFile;
import charrnn.files.StrictJson;
import charrnn.tools.page.Page;
import charrnn.tools.score.SampleScore.Ratio;
import charrnn.tools.score.Scorecard.Figure;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Writes a score report as one HTML file: numbers with explanations, and the best and the worst samples. */
final class ScorePage {
    private static final int SHOWN = 3;

    private ScorePage() {}

    /**
     * Writes the page atomically.
     *
     * @throws IOException if the file cannot be written
     */
    static void write(ScoreReport report, Path file) throws IOException {
        AtomicFile.writeString(
                file, Page.of("charrnn score", ScorePage.class, "score.css", List.of("score.js"), data(report)));
    }

    private static ObjectNode data(ScoreReport report) {
        ObjectNode data = StrictJson.MAPPER.createObjectNode();
        data.set("facts", StrictJson.MAPPER.valueToTree(report.facts()));
        data.set("notes", StrictJson.MAPPER.valueToTree(report.notes()));
        report.cards().forEach(card -> ScoreReport.head(data.withArray("cards").addObject(), card));
        for (Measure.Group group : Measure.Group.values()) {
            addGroup(data.withArray("groups").addObject(), group, report.cards());
        }
        List<SampleScore> samples = report.cards().get(0).samples();
        List<Integer> ranking = report.cards().get(0).ranking();
        addSamples(data.putArray("best"), report, ranking.subList(0, Math.min(SHOWN, ranking.size())));
        List<Integer> others = ranking.stream()
                .skip(SHOWN)
                .filter(number -> samples.get(number).hasFunction())
                .toList();
        addSamples(data.putArray("worst"), report, others.subList(Math.max(0, others.size() - SHOWN), others.size()));
        return data;
    }

    private static void addGroup(ObjectNode json, Measure.Group group, List<Scorecard> cards) {
        json.put("question", group.question);
        ArrayNode rows = json.putArray("rows");
        for (Measure measure : Measure.values()) {
            if (measure.group == group) {
                ObjectNode row = row(rows, measure.key, measure.label, measure.explanation);
                cards.forEach(card -> addCell(row.withArray("cells"), card.figure(measure)));
            }
        }
        if (group == Measure.Group.NOVELTY) {
            ObjectNode row = row(
                    rows,
                    "longestCopy",
                    "longest copied run",
                    "of all samples, with a place where it occurs in the training text");
            cards.forEach(card -> row.withArray("cells").addObject().put("value", ScoreReport.longestCopy(card)));
        }
    }

    private static ObjectNode row(ArrayNode rows, String measure, String label, String explanation) {
        return rows.addObject().put("measure", measure).put("label", label).put("explanation", explanation);
    }

    private static void addCell(ArrayNode cells, Figure figure) {
        ObjectNode cell = cells.addObject().put("value", ScoreReport.value(figure));
        if (figure.interval().hasEnds()) {
            cell.put("interval", ScoreReport.interval(figure));
        }
    }

    private static void addSamples(ArrayNode samples, ScoreReport report, List<Integer> numbers) {
        for (int number : numbers) {
            SampleScore sample = report.cards().get(0).samples().get(number);
            Ratio parsed = sample.ratio(Measure.PARSES_WITHOUT_MACROS);
            ObjectNode json = samples.addObject()
                    .put("number", number + 1)
                    .put("parsed", parsed.numerator())
                    .put("functions", parsed.denominator())
                    .put("text", sample.text());
            if (!report.files().isEmpty()) {
                json.put("file", report.files().get(number));
            }
            sample.longestCopy()
                    .ifPresent(copy -> json.put("copied", copy.chars()).put("place", copy.place()));
        }
    }
}
