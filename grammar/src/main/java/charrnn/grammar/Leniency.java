package charrnn.grammar;

/** What the next tokens may be that the rules for known symbols reject. */
public enum Leniency {
    STRICT,
    /** Values of any type. */
    ANY_TYPE,
    /** Names of any type, known or unknown. */
    ANY_NAME
}
