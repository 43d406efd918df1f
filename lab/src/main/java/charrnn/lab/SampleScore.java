package charrnn.lab;

import java.util.Map;

/**
 * The counts of one sample.
 *
 * @param chars number of its characters
 * @param counts by measure; measures without a count are missing
 */
record SampleScore(int chars, Map<Measure, Ratio> counts) {
    /** A sample's contribution to a measure. */
    record Ratio(double numerator, double denominator) {}

    /** The contribution to a measure; zeros where it was not measured. */
    public Ratio ratio(Measure measure) {
        return counts.getOrDefault(measure, new Ratio(0, 0));
    }
}
