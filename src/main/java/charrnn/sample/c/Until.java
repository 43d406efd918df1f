package charrnn.sample.c;

/** Where in a C text a sample ends. */
public enum Until {
    /** At its length alone. */
    LENGTH,
    /** At the end of a line. */
    LINE,
    /** At the brace that ends the body of a function, which a text that is not in one yet must begin. */
    FUNCTION
}
