package charrnn.config;

import charrnn.config.Key.Bounds;
import charrnn.message.Count;

/**
 * The numbers that an option may have: finite ones.
 *
 * @param aboveMin whether the minimum itself is refused
 */
public record Range(double min, double max, boolean aboveMin) {
    /** The range that a key or an option of the command line declares. */
    public static Range of(Bounds bounds) {
        return new Range(bounds.min(), bounds.max(), bounds.aboveMin());
    }

    public boolean contains(double number) {
        return (aboveMin ? number > min : number >= min) && number <= max && Double.isFinite(number);
    }

    /** Describes the numbers, to follow "must be": "a whole number from 0 to 100", "a number of at least 0". */
    public String describe(boolean whole) {
        String kind = whole ? "a whole number" : "a number";
        if (min == Double.NEGATIVE_INFINITY) {
            return kind;
        } else if (max == Double.POSITIVE_INFINITY) {
            return kind + (aboveMin ? " above " : " of at least ") + text(min, whole);
        }
        String from = aboveMin ? " above " + text(min, whole) + " and at most " : " from " + text(min, whole) + " to ";
        return kind + from + text(max, whole);
    }

    private static String text(double limit, boolean whole) {
        return whole ? Long.toString((long) limit) : Count.number(limit);
    }
}
