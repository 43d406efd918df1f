package charrnn.message;

import java.math.BigDecimal;
import java.util.Locale;

/** Formats counts for messages: "1 file", "2 files", "1,234 files". */
public final class Count {
    private Count() {}

    /** A number and its noun, whose plural ends in {@code s}. */
    public static String of(long count, String noun) {
        return String.format(Locale.ROOT, "%,d %s", count, count == 1 ? noun : noun + "s");
    }

    /** A decimal number and its noun, whose plural ends in {@code s}: "0.5 minutes". */
    public static String of(double count, String noun) {
        return number(count) + " " + (count == 1 ? noun : noun + "s");
    }

    /** The shortest decimal that is read back as the same number: 0.002, 50, 1.0E-9. */
    public static String number(double number) {
        double size = Math.abs(number);
        boolean readableInFull = number == 0 || (size >= 1e-6 && size < 1e15);
        return readableInFull
                ? BigDecimal.valueOf(number).stripTrailingZeros().toPlainString()
                : Double.toString(number);
    }
}
