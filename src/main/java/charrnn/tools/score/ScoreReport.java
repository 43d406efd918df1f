package charrnn.tools.score;

import charrnn.config.TerminalText;
import charrnn.files.StrictJson;
import charrnn.tools.score.Scorecard.Figure;
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
 * Several scorecards as a table and as JSON; {@link ScorePage} writes them as a page.
 *
 * @param facts the checkpoint, the sampling options and the compiler
 * @param notes measures that are missing, with the reason
 * @param cards the scorecard of the samples, then the ones for comparison
 * @param files names of the first card's samples if they are files; empty if a network generated them
 */
record ScoreReport(Map<String, Object> facts, List<String> notes, List<Scorecard> cards, List<String> files) {
    /** The table, with the notes below it. */
    String table() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(row("", Scorecard::name));
        rows.add(row("samples", card -> grouped(card.samples().size())));
        rows.add(row("characters", card -> grouped(card.chars())));
        rows.add(row("functions", card -> grouped(card.functions())));
        for (Measure measure : Measure.values()) {
            rows.add(row(measure.label, card -> cell(card.figure(measure))));
        }
        rows.add(row("longest copied run", ScoreReport::longestCopy));
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

    static String longestCopy(Scorecard card) {
        return card.longestCopy()
                .map(copy -> grouped(copy.chars()) + ", " + copy.place())
                .orElse("–");
    }

    private static String cell(Figure figure) {
        return value(figure) + (figure.interval().hasEnds() ? " (" + interval(figure) + ")" : "");
    }

    /** A value with its unit; a dash if nothing was measured. */
    static String value(Figure figure) {
        String unit = figure.measure().unit == Measure.Unit.SHARE ? " %" : "";
        return figure.isMeasured() ? number(figure, figure.interval().value()) + unit : "–";
    }

    /** The 95 % interval of a value that has one. */
    static String interval(Figure figure) {
        return number(figure, figure.interval().low()) + "–"
                + number(figure, figure.interval().high());
    }

    private static String number(Figure figure, double value) {
        return switch (figure.measure().unit) {
            case SHARE -> String.format(Locale.ROOT, "%.1f", 100 * value);
            case NUMBER -> String.format(Locale.ROOT, value < 10 ? "%.2f" : "%,.1f", value);
            case BITS -> String.format(Locale.ROOT, "%.4f", value);
        };
    }

    /** The report as JSON; a value that was not measured is null, and so are the ends of a missing interval. */
    ObjectNode toJson() {
        ObjectNode document = StrictJson.MAPPER.valueToTree(facts);
        document.set("notes", StrictJson.MAPPER.valueToTree(notes));
        ArrayNode scores = document.putArray("scores");
        for (Scorecard card : cards) {
            ObjectNode score = head(scores.addObject(), card);
            ObjectNode figures = score.putObject("figures");
            for (Figure figure : card.figures()) {
                figures.set(
                        figure.measure().key,
                        figure.isMeasured() ? figure.interval().toJson() : null);
            }
            card.longestCopy().ifPresent(copy -> score.set("longestCopy", StrictJson.MAPPER.valueToTree(copy)));
        }
        return document;
    }

    static ObjectNode head(ObjectNode json, Scorecard card) {
        return json.put("name", card.name())
                .put("samples", card.samples().size())
                .put("chars", card.chars())
                .put("functions", card.functions());
    }
}
