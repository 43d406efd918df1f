package charrnn.config;

import java.util.Optional;
import java.util.regex.Pattern;

/** A decimal whole number, an {@code int} or a {@code long}. */
record WholeNumber(Range range, long typeMin, long typeMax) implements ValueType {
    private static final Pattern DIGITS = Pattern.compile("[-+]?[0-9]+");

    static WholeNumber ofInt(Range range) {
        return new WholeNumber(range, Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    static WholeNumber ofLong(Range range) {
        return new WholeNumber(range, Long.MIN_VALUE, Long.MAX_VALUE);
    }

    @Override
    public String allowed() {
        return "a whole number" + range.words();
    }

    @Override
    public Optional<Object> read(String text) {
        return fitting(text).filter(range::holds).map(this::boxed);
    }

    /** Names the limits of the type where it is these that are broken. */
    @Override
    public String wanted(String text) {
        boolean tooLong = DIGITS.matcher(text).matches() && fitting(text).isEmpty();
        return tooLong ? "a whole number from " + lowest() + " to " + highest() : allowed();
    }

    private Optional<Long> fitting(String text) {
        if (!DIGITS.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Long.parseLong(text)).filter(number -> number >= typeMin && number <= typeMax);
        } catch (NumberFormatException tooLong) {
            return Optional.empty();
        }
    }

    private Object boxed(long number) {
        return typeMax == Integer.MAX_VALUE ? (Object) Math.toIntExact(number) : (Object) number;
    }

    private long lowest() {
        return Math.max(typeMin, (long) range.min());
    }

    private long highest() {
        return Math.min(typeMax, (long) range.max());
    }
}
