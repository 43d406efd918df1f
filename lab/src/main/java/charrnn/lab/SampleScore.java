package charrnn.lab;

import charrnn.cli.base.CliCommand;
import charrnn.lab.Bootstrap.Statistic;
import charrnn.lab.Report.Column;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * The counts of one sample.
 *
 * @param chars number of its characters
 * @param parse functions that parse, of all
 * @param parseWithoutMacros the same after {@link Macros}
 * @param compile functions that a compiler accepts alone, of all; 0 of 0 without a compiler
 * @param undeclared functions that only lack declarations
 * @param newStretches stretches of 50 characters that do not occur in the training text, of all; 0 of 0 without one
 * @param loops whether a text is repeated again and again
 */
record SampleScore(
        int chars,
        Ratio parse,
        Ratio parseWithoutMacros,
        Ratio compile,
        Ratio undeclared,
        Ratio newStretches,
        boolean loops) {
    /** A sample's contribution to a measure. */
    record Ratio(long part, long whole) {}

    /** The measures, in the order of the rows: docs/reference/scorecard.md defines them. */
    static final List<Statistic<SampleScore>> MEASURES = List.of(
            ratio("functions that parse", SampleScore::parse),
            ratio("functions that parse, macros aside", SampleScore::parseWithoutMacros),
            ratio("functions that compile alone", SampleScore::compile),
            ratio("… that only lack declarations", SampleScore::undeclared),
            ratio("new stretches of 50 characters", SampleScore::newStretches),
            Statistic.share("samples stuck in a loop", SampleScore::loops));

    private static Statistic<SampleScore> ratio(String label, Function<SampleScore, Ratio> ratio) {
        return Statistic.ratio(
                label, it -> ratio.apply(it).part(), it -> ratio.apply(it).whole());
    }

    /**
     * Reports samples of several sources.
     *
     * @param notes measures that are missing, with the reason
     * @param sources the column of the samples, then the one for comparison
     */
    static Report report(List<String> notes, List<Column<SampleScore>> sources) {
        return new Report("", sources, notes)
                .row("samples", sums(sources, it -> 1))
                .row("characters", sums(sources, SampleScore::chars))
                .row("functions", sums(sources, it -> it.parse().whole()))
                .measures();
    }

    private static Stream<String> sums(List<Column<SampleScore>> sources, ToLongFunction<SampleScore> number) {
        return sources.stream()
                .map(it -> it.cases().stream().mapToLong(number).sum())
                .map(it -> CliCommand.text("%,d", it));
    }
}
