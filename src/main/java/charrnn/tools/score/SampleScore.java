package charrnn.tools.score;

import java.util.Comparator;
import java.util.Map;
import java.util.Optional;

/**
 * The counts of one sample.
 *
 * @param counts by measure; measures without a count are missing
 * @param longestCopy the longest run of the sample that occurs in the training text; empty without a run or a training text
 */
public record SampleScore(String text, Map<Measure, Ratio> counts, StyleStatistics style, Optional<Copy> longestCopy) {
    /** A sample's contribution to a measure. */
    public record Ratio(double numerator, double denominator) {}

    /** A run that also occurs in the training text: its number of characters, and the file and line of an occurrence. */
    public record Copy(int chars, String place) {}

    /**
     * Best first: by the functions that parse without macros, less those that do not, then by the share of bytes in ERROR
     * nodes. Texts without a function, such as headers, come last.
     */
    static final Comparator<SampleScore> BEST_FIRST = Comparator.comparing(SampleScore::hasFunction)
            .reversed()
            .thenComparingDouble(score -> -score.surplus())
            .thenComparingDouble(score -> score.value(Measure.ERROR_BYTES, 0));

    /** The contribution to a measure; zeros where it was not measured. */
    public Ratio ratio(Measure measure) {
        return counts.getOrDefault(measure, new Ratio(0, 0));
    }

    boolean hasFunction() {
        return ratio(Measure.PARSES_WITHOUT_MACROS).denominator() > 0;
    }

    private double surplus() {
        Ratio parsed = ratio(Measure.PARSES_WITHOUT_MACROS);
        return 2 * parsed.numerator() - parsed.denominator();
    }

    /** The value of this sample; {@code otherwise} where it has none. */
    double value(Measure measure, double otherwise) {
        Ratio ratio = ratio(measure);
        return ratio.denominator() == 0 ? otherwise : ratio.numerator() / ratio.denominator();
    }

    int chars() {
        return text.codePointCount(0, text.length());
    }
}
