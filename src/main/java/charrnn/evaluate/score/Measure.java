package charrnn.evaluate.score;

/** The figures of a scorecard, in the order of its rows. Each is a sum over the samples divided by another one. */
public enum Measure {
    PARSES("functions that parse", Unit.SHARE),
    PARSES_WITHOUT_MACROS("functions that parse, macros aside", Unit.SHARE),
    ERROR_BYTES("bytes in ERROR nodes, per KB", Unit.NUMBER),
    FUNCTIONS("functions per 1,000 characters", Unit.NUMBER),
    LEXES("samples that lex", Unit.SHARE),
    BALANCES("samples that balance", Unit.SHARE),
    ENDS_CLOSED("samples with nothing open at the end", Unit.SHARE),
    COMPILES("functions that compile alone", Unit.SHARE),
    UNDECLARED("… only undeclared names", Unit.SHARE),
    OTHER_ERRORS("… other errors", Unit.SHARE),
    SYNTAX_ERRORS("… syntax errors", Unit.SHARE),
    NEW_20("runs of 20 characters that are new", Unit.SHARE),
    NEW_50("runs of 50 characters that are new", Unit.SHARE),
    MEAN_LONGEST_COPY("longest copied run of a sample, mean", Unit.NUMBER),
    DISTINCT_LINES("distinct lines", Unit.SHARE),
    LOOPS("samples with a loop", Unit.SHARE),
    DISTANCE("distance from held-out C, bits", Unit.BITS),
    LINE_LENGTHS("… of line lengths", Unit.BITS),
    INDENTATION("… of indentation", Unit.BITS),
    IDENTIFIER_LENGTHS("… of identifier lengths", Unit.BITS),
    WORDS("… of keyword rates", Unit.BITS);

    /** How a figure is written. */
    public enum Unit {
        /** From 0 to 1, shown in per cent. */
        SHARE,
        /** 0 or more. */
        NUMBER,
        /** From 0 to 1; of the habits of all samples together, not of counts in each. */
        BITS
    }

    private final String label;
    private final Unit unit;

    Measure(String label, Unit unit) {
        this.label = label;
        this.unit = unit;
    }

    /** What people read. */
    public String label() {
        return label;
    }

    /** How it is written. */
    public Unit unit() {
        return unit;
    }
}
