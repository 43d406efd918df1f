package charrnn.tools.score;

import charrnn.config.TerminalText;
import charrnn.files.StrictJson;
import charrnn.tools.score.Bootstrap.Interval;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Several scorecards as a table and as JSON.
 *
 * @param facts the checkpoint, the sampling options and the compiler
 * @param notes measures that are missing, with the reason
 * @param cards the scorecard of the samples, then the one for comparison
 */
record ScoreReport(Map<String, Object> facts, List<String> notes, List<Scorecard> cards) {
    /** The table, with the notes below it. */
    String table() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(row("", Scorecard::name));
        rows.add(row("samples", card -> grouped(card.samples().size())));
        rows.add(row("characters", card -> grouped(card.chars())));
        rows.add(row("functions", card -> grouped(card.functions())));
        for (Measure measure : Measure.values()) {
            rows.add(row(measure.label, card -> card.result(measure).toPercent()));
        }
        return Stream.concat(TerminalText.table(rows).stream(), notes.stream())
                .map(line -> line + System.lineSeparator())
                .collect(Collectors.joining());
    }

    private List<String> row(String label, Function<Scorecard, String> cell) {
        return Stream.concat(Stream.of(label), cards.stream().map(cell)).toList();
    }

    private static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** The report as JSON; a value that was not measured is null, and so are the ends of a missing interval. */
    ObjectNode toJson() {
        ObjectNode document = StrictJson.MAPPER.valueToTree(facts);
        document.set("notes", StrictJson.MAPPER.valueToTree(notes));
        ArrayNode scores = document.putArray("scores");
        for (Scorecard card : cards) {
            ObjectNode results = scores.addObject()
                    .put("name", card.name())
                    .put("samples", card.samples().size())
                    .put("chars", card.chars())
                    .put("functions", card.functions())
                    .putObject("results");
            for (Measure measure : Measure.values()) {
                Interval result = card.result(measure);
                results.set(measure.key, result.isMeasured() ? result.toJson() : null);
            }
        }
        return document;
    }
}
