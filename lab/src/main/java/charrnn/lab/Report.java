package charrnn.lab;

import charrnn.files.StrictJson;
import charrnn.lab.Bootstrap.Interval;
import charrnn.lab.Bootstrap.Statistic;
import charrnn.message.TerminalText;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A table with notes below it, and the same as JSON.
 *
 * @param notes what is missing, with the reason
 */
record Report(ObjectNode json, List<List<String>> rows, List<String> notes) {
    /**
     * The values of statistics of a set of cases, with 95 % intervals by bootstrap over the cases.
     *
     * @param name the head of the column in the table
     */
    record Column<T>(String name, List<Statistic<T>> statistics, List<T> cases, List<Interval> values) {
        static <T> Column<T> of(String name, List<Statistic<T>> statistics, List<T> cases, long seed) {
            return new Column<>(name, statistics, cases, Bootstrap.intervals(cases, statistics, seed));
        }

        long sum(ToLongFunction<T> number) {
            return cases.stream().mapToLong(number).sum();
        }

        /** The values by key; one that was not measured is null, and so are the ends of a missing interval. */
        ObjectNode toJson() {
            ObjectNode json = StrictJson.object();
            for (int i = 0; i < values.size(); i++) {
                Interval value = values.get(i);
                json.set(statistics.get(i).key(), value.isMeasured() ? value.toJson() : null);
            }
            return json;
        }
    }

    /** @param facts the first keys of the JSON */
    Report(Map<String, Object> facts, List<String> notes) {
        this(StrictJson.MAPPER.valueToTree(facts), new ArrayList<>(), notes);
    }

    void row(String label, Object... cells) {
        rows.add(Stream.concat(Stream.of(label), Stream.of(cells).map(String::valueOf))
                .toList());
    }

    /** Adds a row for each statistic, with the values of each column. */
    void rows(List<? extends Column<?>> columns) {
        for (int i = 0; i < columns.get(0).values().size(); i++) {
            int number = i;
            Statistic<?> statistic = columns.get(0).statistics().get(i);
            Stream<String> values =
                    columns.stream().map(it -> it.values().get(number).toText(statistic.isShare()));
            row(statistic.label(), values.toArray());
        }
    }

    String table() {
        int cells = rows.stream().mapToInt(List::size).max().orElseThrow();
        List<List<String>> padded = rows.stream()
                .map(row -> Stream.concat(row.stream(), Collections.nCopies(cells - row.size(), "").stream())
                        .toList())
                .toList();
        return Stream.concat(TerminalText.table(padded).stream(), notes.stream())
                .map(line -> line + System.lineSeparator())
                .collect(Collectors.joining());
    }
}
