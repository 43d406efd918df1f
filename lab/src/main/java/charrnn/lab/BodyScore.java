package charrnn.lab;

import charrnn.files.StrictJson;
import charrnn.lab.BodyWriter.Body;
import charrnn.lab.Bootstrap.Statistic;
import charrnn.lab.Report.Column;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * What is counted of a function's body.
 *
 * @param errors the compiler's messages
 */
record BodyScore(Body body, List<String> errors, int statements, int parameters, int usedParameters) {
    private static final int SUBSTANTIAL = 3; // statements

    /** The measures, in the order of the rows. */
    static final List<Statistic<BodyScore>> MEASURES = List.of(
            Statistic.share("compiles", "bodies that compile", BodyScore::compiles),
            Statistic.share(
                    "substantialCompiles",
                    "bodies of 3 statements or more that compile",
                    it -> it.compiles() && it.statements() >= SUBSTANTIAL),
            Statistic.ratio("parameters", "parameters used", BodyScore::usedParameters, BodyScore::parameters),
            new Statistic<>("bits", "bits per character", false, BodyScore::bits));

    static BodyScore of(CompilePlace place, Body body, BodyJudge judge, SyntaxTrees trees) {
        boolean isOwn = body.text().equals(place.body());
        String compiled = isOwn ? body.text() : CCompiler.withoutIncludes(body.text()); // a file could hold anything
        return of(place, body, judge.errors(place, compiled), trees);
    }

    static BodyScore of(CompilePlace place, Body body, List<String> errors, SyntaxTrees trees) {
        String function = Macros.removeFrom(place.head() + body.text());
        List<String> parameters = trees.parameters(Macros.removeFrom(place.head() + "}"));
        List<String> names = trees.names(function);
        long used = parameters.stream()
                .filter(name -> Collections.frequency(names, name) > 1) // once in the head
                .count();
        return new BodyScore(body, errors, trees.statements(function), parameters.size(), (int) used);
    }

    boolean compiles() {
        return errors.isEmpty();
    }

    private static double bits(List<BodyScore> scores) {
        return Statistic.ratio(scores, it -> it.body().bits(), it -> it.body().chars());
    }

    /**
     * Reports written bodies, beside the files' own ones at the same places.
     *
     * @param facts added to the JSON; the checkpoint is the name of the first column
     * @param notes places that are missing, with the reason
     * @param scores of the written bodies, then of the own ones
     * @param seed of the intervals
     */
    static Report report(
            Map<String, Object> facts,
            List<String> notes,
            List<CompilePlace> places,
            List<BodyScore> scores,
            long seed) {
        List<BodyScore> written = scores.subList(0, places.size());
        List<BodyScore> own = scores.subList(places.size(), scores.size());
        String checkpoint = String.valueOf(facts.get("checkpoint"));
        Column<BodyScore> ofWritten = Column.of(checkpoint, MEASURES, written, seed);
        Column<BodyScore> ofOwn = Column.of("the files' own", MEASURES, own, seed);
        Report report = new Report(facts, notes);
        report.row(places.size() + " places", ofWritten.name(), ofOwn.name());
        report.rows(List.of(ofWritten, ofOwn));
        report.row("errors", errors(written), "");
        report.json()
                .<ObjectNode>set("notes", StrictJson.MAPPER.valueToTree(notes))
                .put("places", places.size())
                .<ObjectNode>set("written", ofWritten.toJson())
                .set("own", ofOwn.toJson());
        for (int i = 0; i < places.size(); i++) {
            CompilePlace place = places.get(i);
            report.json()
                    .withArray("bodies")
                    .addObject()
                    .put("file", place.file().toString())
                    .put("line", place.line())
                    .put("head", place.head())
                    .setAll(StrictJson.MAPPER.<ObjectNode>valueToTree(written.get(i)));
        }
        return report;
    }

    private static int errors(List<BodyScore> scores) {
        return scores.stream().mapToInt(score -> score.errors().size()).sum();
    }
}
