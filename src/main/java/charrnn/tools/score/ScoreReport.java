package charrnn.tools.score;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Scorecards side by side, as a table and as JSON; {@link ScorePage} makes a page of them.
 *
 * @param facts how they came about: the checkpoint, the sampling options, the compiler
 * @param notes what could not be measured, and why
 * @param cards the first is the one in question, the others are what it is compared with
 * @param files names of the files that the first card's samples are; empty if a network wrote them
 */
public record ScoreReport(Map<String, Object> facts, List<String> notes, List<Scorecard> cards, List<String> files) {
    /** The table, its notes below it. */
    public String table() {
        List<List<String>> rows = rows();
        int columns = rows.get(0).size();
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        StringBuilder table = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder(pad(row.get(0), widths[0]));
            for (int i = 1; i < columns; i++) {
                line.append("  ").append(pad(row.get(i), widths[i]));
            }
            table.append(line.toString().stripTrailing()).append(System.lineSeparator());
        }
        notes.forEach(note -> table.append(note).append(System.lineSeparator()));
        return table.toString();
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(width - text.length());
    }

    /** Head, then a row for each measure; the first cell names it. */
    private List<List<String>> rows() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(row("", Scorecard::name));
        rows.add(row(
                "samples",
                card -> String.format(Locale.ROOT, "%,d", card.samples().size())));
        rows.add(row("characters", card -> String.format(Locale.ROOT, "%,d", card.chars())));
        for (Measure measure : Measure.values()) {
            rows.add(row(measure.label(), card -> written(card.figure(measure))));
        }
        rows.add(row("longest copied run", ScoreReport::longestCopy));
        return rows;
    }

    private List<String> row(String label, Function<Scorecard, String> cell) {
        return Stream.concat(Stream.of(label), cards.stream().map(cell)).toList();
    }

    static String longestCopy(Scorecard card) {
        return card.mostCopied()
                .flatMap(SampleScore::longestCopy)
                .map(copy -> String.format(Locale.ROOT, "%,d, %s", copy.chars(), copy.place()))
                .orElse("–");
    }

    private static String written(Figure figure) {
        return figure.isThere() ? value(figure) + " (" + interval(figure) + ")" : value(figure);
    }

    /** Formats a figure for the table; a dash if nothing was measured. */
    static String value(Figure figure) {
        String unit = figure.measure().unit() == Measure.Unit.SHARE ? " %" : "";
        return figure.isThere() ? number(figure, figure.value()) + unit : "–";
    }

    /** Its 95 % interval. */
    static String interval(Figure figure) {
        return number(figure, figure.low()) + "–" + number(figure, figure.high());
    }

    private static String number(Figure figure, double value) {
        return switch (figure.measure().unit()) {
            case SHARE -> String.format(Locale.ROOT, "%.1f", 100 * value);
            case NUMBER -> String.format(Locale.ROOT, value < 10 ? "%.2f" : "%,.1f", value);
            case BITS -> String.format(Locale.ROOT, "%.4f", value);
        };
    }

    /** One JSON document; a figure that was not measured is null. */
    public ObjectNode json() {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode document = mapper.valueToTree(facts);
        document.set("notes", mapper.valueToTree(notes));
        ArrayNode scores = document.putArray("scores");
        for (Scorecard card : cards) {
            ObjectNode score = scores.addObject()
                    .put("name", card.name())
                    .put("samples", card.samples().size())
                    .put("chars", card.chars());
            ObjectNode figures = score.putObject("figures");
            card.figures().forEach(figure -> add(figures, figure));
            card.mostCopied().flatMap(SampleScore::longestCopy).ifPresent(copy -> score.putObject("longestCopy")
                    .put("chars", copy.chars())
                    .put("place", copy.place()));
        }
        return document;
    }

    private static void add(ObjectNode figures, Figure figure) {
        String name = camelCase(figure.measure().name());
        if (figure.isThere()) {
            figures.putObject(name)
                    .put("value", figure.value())
                    .put("low", figure.low())
                    .put("high", figure.high());
        } else {
            figures.putNull(name);
        }
    }

    /** {@code NEW_20} becomes {@code new20}. */
    static String camelCase(String constant) {
        String[] words = constant.toLowerCase(Locale.ROOT).split("_", -1);
        return words[0]
                + Arrays.stream(words)
                        .skip(1)
                        .map(word -> Character.toUpperCase(word.charAt(0)) + word.substring(1))
                        .reduce("", String::concat);
    }
}
