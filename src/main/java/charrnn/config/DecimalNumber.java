package charrnn.config;

import java.util.Optional;
import java.util.regex.Pattern;

/** A decimal number; neither infinite nor "not a number". */
record DecimalNumber(Range range) implements ValueType {
    private static final Pattern DECIMAL =
            Pattern.compile("[-+]?(?:[0-9]++\\.?[0-9]*+|\\.[0-9]++)(?:[eE][-+]?[0-9]++)?");

    /** Whether a text is a number at all, so that a message can show it without quotes. */
    static boolean isDecimal(String text) {
        return DECIMAL.matcher(text).matches();
    }

    @Override
    public String allowed() {
        return "a number" + range.words();
    }

    @Override
    public Optional<Object> read(String text) {
        // Adding zero turns -0.0 into 0.0: two configurations that differ in it alone would not be equal.
        return Optional.of(text)
                .filter(DecimalNumber::isDecimal)
                .map(decimal -> Double.parseDouble(decimal) + 0.0)
                .filter(number -> Double.isFinite(number) && range.holds(number))
                .map(number -> (Object) number);
    }
}
