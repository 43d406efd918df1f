package charrnn.lab;

import charrnn.files.StrictJson;
import charrnn.lab.Bootstrap.Statistic;
import charrnn.lab.Report.Column;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * The counts of one sample.
 *
 * @param chars number of its characters
 * @param parse functions that parse, of all
 * @param parseWithoutMacros the same after {@link Macros}
 * @param repeatedNames identifiers that occur earlier in the sample, of all
 * @param compile functions that a compiler accepts alone, of all; 0 of 0 without a compiler
 * @param undeclared functions that only lack declarations
 * @param newStretches stretches of 50 characters that do not occur in the training text, of all; 0 of 0 without one
 * @param loops whether a text is repeated again and again
 */
record SampleScore(
        int chars,
        Ratio parse,
        Ratio parseWithoutMacros,
        Ratio repeatedNames,
        Ratio compile,
        Ratio undeclared,
        Ratio newStretches,
        boolean loops) {
    /** A sample's contribution to a measure. */
    record Ratio(long part, long whole) {}

    /** The measures, in the order of the rows: docs/reference/scorecard.md defines them. */
    static final List<Statistic<SampleScore>> MEASURES = List.of(
            ratio("parses", "functions that parse", SampleScore::parse),
            ratio("parsesWithoutMacros", "functions that parse, macros aside", SampleScore::parseWithoutMacros),
            ratio("names", "names that were used before", SampleScore::repeatedNames),
            ratio("compiles", "functions that compile alone", SampleScore::compile),
            ratio("undeclared", "… that only lack declarations", SampleScore::undeclared),
            ratio("new50", "new stretches of 50 characters", SampleScore::newStretches),
            Statistic.share("loops", "samples stuck in a loop", SampleScore::loops));

    private static Statistic<SampleScore> ratio(String key, String label, Function<SampleScore, Ratio> ratio) {
        return Statistic.ratio(
                key, label, it -> ratio.apply(it).part(), it -> ratio.apply(it).whole());
    }

    /**
     * Reports samples of several sources.
     *
     * @param facts the checkpoint, the sampling options and the compiler
     * @param notes measures that are missing, with the reason
     * @param sources the column of the samples, then the one for comparison
     */
    static Report report(Map<String, Object> facts, List<String> notes, List<Column<SampleScore>> sources) {
        Report report = new Report(facts, notes);
        report.row("", sources.stream().map(Column::name).toArray());
        report.row("samples", sums(sources, it -> 1));
        report.row("characters", sums(sources, SampleScore::chars));
        report.row("functions", sums(sources, it -> it.parse().whole()));
        report.rows(sources);
        report.json().set("notes", StrictJson.MAPPER.valueToTree(notes));
        for (Column<SampleScore> source : sources) {
            report.json()
                    .withArray("scores")
                    .addObject()
                    .put("name", source.name())
                    .put("samples", source.cases().size())
                    .put("chars", source.sum(SampleScore::chars))
                    .put("functions", source.sum(it -> it.parse().whole()))
                    .set("results", source.toJson());
        }
        return report;
    }

    private static Object[] sums(List<Column<SampleScore>> sources, ToLongFunction<SampleScore> number) {
        return sources.stream()
                .map(source -> String.format(Locale.ROOT, "%,d", source.sum(number)))
                .toArray();
    }
}
