package charrnn.tools.constrain;

/** What the rules for known names allow all the same. */
enum Allowed {
    NOTHING,
    /** Values of any type. */
    TYPES,
    /** Names that do not exist, too. */
    UNKNOWN
}
