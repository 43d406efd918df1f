package charrnn.lab;

import charrnn.lab.Bootstrap.Interval;
import charrnn.lab.Bootstrap.Statistic;
import charrnn.message.TerminalText;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A table with notes below it. */
final class Report {
    /**
     * The values of statistics of a set of cases, with 95 % intervals by bootstrap over the cases.
     *
     * @param name the head of the column in the table
     */
    record Column<T>(String name, List<Statistic<T>> statistics, List<T> cases, List<Interval> values) {
        static <T> Column<T> of(String name, List<Statistic<T>> statistics, List<T> cases, long seed) {
            return new Column<>(name, statistics, cases, Bootstrap.intervals(cases, statistics, seed));
        }
    }

    private final List<? extends Column<?>> columns;
    private final List<String> notes;
    private final List<List<String>> rows = new ArrayList<>();

    /** @param notes what is missing, with the reason */
    Report(String label, List<? extends Column<?>> columns, List<String> notes) {
        this.columns = columns;
        this.notes = notes;
        row(label, columns.stream().map(Column::name));
    }

    Report row(String label, Stream<?> cells) {
        rows.add(Stream.concat(Stream.of(label), cells.map(String::valueOf)).toList());
        return this;
    }

    /** Adds a row for each statistic, with the values of each column. */
    Report measures() {
        List<? extends Statistic<?>> statistics = columns.get(0).statistics();
        for (int i = 0; i < statistics.size(); i++) {
            int number = i;
            Statistic<?> statistic = statistics.get(i);
            row(
                    statistic.label(),
                    columns.stream().map(it -> it.values().get(number).toText(statistic.isShare())));
        }
        return this;
    }

    @Override
    public String toString() {
        return Stream.concat(TerminalText.table(rows).stream(), notes.stream())
                .map(line -> line + System.lineSeparator())
                .collect(Collectors.joining());
    }
}
