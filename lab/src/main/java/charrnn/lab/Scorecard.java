package charrnn.lab;

import charrnn.files.StrictJson;
import charrnn.lab.Bootstrap.Interval;
import charrnn.lab.Bootstrap.Statistic;
import charrnn.lab.Report.Column;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * The numbers of a set of samples.
 *
 * @param results by {@link Measure#ordinal}; named after the source of the samples
 */
record Scorecard(Column<SampleScore> results) {
    private static final List<Statistic<SampleScore>> STATISTICS = Stream.of(Measure.values())
            .map(measure -> Statistic.<SampleScore>ratio(
                    measure.key, measure.label, sample -> sample.ratio(measure).numerator(), sample -> sample.ratio(
                                    measure)
                            .denominator()))
            .toList();

    /** Sums the counts of samples. */
    static Scorecard of(String name, List<SampleScore> samples, long seed) {
        return new Scorecard(Column.of(name, STATISTICS, samples, seed));
    }

    Interval result(Measure measure) {
        return results.values().get(measure.ordinal());
    }

    /** Characters of all samples. */
    long chars() {
        return results.cases().stream().mapToLong(SampleScore::chars).sum();
    }

    /** Whole functions of all samples, including those with errors. */
    long functions() {
        return results.cases().stream()
                .mapToLong(sample -> (long) sample.ratio(Measure.PARSES).denominator())
                .sum();
    }

    /**
     * Several scorecards.
     *
     * @param facts the checkpoint, the sampling options and the compiler
     * @param notes measures that are missing, with the reason
     * @param cards the scorecard of the samples, then the one for comparison
     */
    static Report report(Map<String, Object> facts, List<String> notes, List<Scorecard> cards) {
        Report report = new Report(facts, notes);
        report.row("", cards.stream().map(card -> card.results.name()).toArray());
        report.row("samples", numbers(cards, card -> card.results.cases().size()));
        report.row("characters", numbers(cards, Scorecard::chars));
        report.row("functions", numbers(cards, Scorecard::functions));
        report.rows(cards.stream().map(Scorecard::results).toList());
        report.json().set("notes", StrictJson.MAPPER.valueToTree(notes));
        for (Scorecard card : cards) {
            report.json()
                    .withArray("scores")
                    .addObject()
                    .put("name", card.results.name())
                    .put("samples", card.results.cases().size())
                    .put("chars", card.chars())
                    .put("functions", card.functions())
                    .set("results", card.results.toJson());
        }
        return report;
    }

    private static Object[] numbers(List<Scorecard> cards, ToLongFunction<Scorecard> number) {
        return cards.stream()
                .map(card -> String.format(Locale.ROOT, "%,d", number.applyAsLong(card)))
                .toArray();
    }
}
