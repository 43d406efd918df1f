package charrnn.tools.score;

/**
 * One figure of a scorecard.
 *
 * @param measure what it measures
 * @param value NaN where there was nothing to measure
 * @param low lower end of its 95 % interval
 * @param high upper end
 */
public record Figure(Measure measure, double value, double low, double high) {
    /** Whether there is a figure. */
    public boolean isThere() {
        return !Double.isNaN(value);
    }
}
