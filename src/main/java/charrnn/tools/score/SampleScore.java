package charrnn.tools.score;

import java.util.Comparator;
import java.util.Map;
import java.util.Optional;

/** What was counted in one sample. */
public final class SampleScore {
    /** The best first: by the functions that parse, macros aside, less those that do not, then by bytes in ERROR nodes. */
    static final Comparator<SampleScore> BEST_FIRST = Comparator.comparingDouble(
                    (SampleScore score) -> -score.surplus())
            .thenComparingDouble(score -> score.value(Measure.ERROR_BYTES, 0));

    private final String text;
    private final Map<Measure, Ratio> counts;
    private final StyleStatistics habits;
    private final Optional<Copy> longestCopy;

    SampleScore(String text, Map<Measure, Ratio> counts, StyleStatistics habits, Optional<Copy> longestCopy) {
        this.text = text;
        this.counts = Map.copyOf(counts);
        this.habits = habits;
        this.longestCopy = longestCopy;
    }

    /** The sample itself. */
    public String text() {
        return text;
    }

    /** The longest run of it that stands in the training text; empty where there is none or no such text. */
    public Optional<Copy> longestCopy() {
        return longestCopy;
    }

    StyleStatistics habits() {
        return habits;
    }

    /** What it adds to a figure; nothing to one that was not measured. */
    public Ratio ratio(Measure measure) {
        return counts.getOrDefault(measure, new Ratio(0, 0));
    }

    private double surplus() {
        Ratio parsed = ratio(Measure.PARSES_WITHOUT_MACROS);
        return 2 * parsed.sum() - parsed.of();
    }

    /** The figure of this sample alone, or another value where it has none. */
    double value(Measure measure, double otherwise) {
        Ratio ratio = ratio(measure);
        return ratio.of() == 0 ? otherwise : ratio.sum() / ratio.of();
    }
}
