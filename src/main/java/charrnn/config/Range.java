package charrnn.config;

/**
 * The numbers a key takes.
 *
 * @param min smallest number; negative infinity sets no limit
 * @param max largest number; positive infinity sets no limit
 * @param aboveMin whether {@code min} itself is refused
 */
record Range(double min, double max, boolean aboveMin) {

    static Range of(Key key) {
        return new Range(key.min(), key.max(), key.aboveMin());
    }

    boolean holds(double number) {
        return (aboveMin ? number > min : number >= min) && number <= max;
    }

    /** The limits in words, to follow "a number": " from 0 to 1", " of at least 0" or nothing. */
    String words() {
        boolean low = min != Double.NEGATIVE_INFINITY;
        boolean high = max != Double.POSITIVE_INFINITY;
        if (low && high) {
            return aboveMin
                    ? " above " + YamlText.number(min) + " and at most " + YamlText.number(max)
                    : " from " + YamlText.number(min) + " to " + YamlText.number(max);
        }
        if (low) {
            return (aboveMin ? " above " : " of at least ") + YamlText.number(min);
        }
        return high ? " of at most " + YamlText.number(max) : "";
    }
}
