package charrnn.grammar;

/** What the rules for known names allow all the same. */
public enum Allowed {
    NOTHING,
    /** Values of any type. */
    TYPES,
    /** Names that do not exist, too. */
    UNKNOWN
}
