package charrnn.tools.constrain;

import java.util.Locale;

/** Where in a C text a sample ends. */
public enum Until {
    /** At its length alone. */
    LENGTH,
    /** At the end of a line. */
    LINE,
    /** At the brace that ends the body of a function, which a text that is not in one yet must begin. */
    FUNCTION;

    /** Characters that 99 of 100 functions of the kernel's {@code kernel/} have at most: 3,759, rounded up. */
    public static final int FUNCTION_LENGTH = 4000;

    /**
     * How long a text may become where its length is not chosen.
     *
     * @param usual length of a text that may end anywhere
     */
    public int defaultLength(int usual) {
        return this == FUNCTION ? FUNCTION_LENGTH : usual;
    }

    /** The constant as typed on the command line and in a request. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
