package charrnn.tools.constrain;

import java.util.Locale;

/** Where a C sample ends. */
public enum Until {
    /** At its length. */
    LENGTH,
    /** At the end of a line. */
    LINE,
    /** At the brace that ends a function's body; a text that is not in a function yet becomes one. */
    FUNCTION;

    /** Default length, which nearly all functions of the kernel's {@code kernel/} fit into. */
    public static final int FUNCTION_LENGTH = 4000;

    /**
     * The maximum length of a text if none is chosen.
     *
     * @param usual the default for texts that end at their length or line
     */
    public int defaultLength(int usual) {
        return this == FUNCTION ? FUNCTION_LENGTH : usual;
    }

    /** The spelling on the command line and in requests. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
