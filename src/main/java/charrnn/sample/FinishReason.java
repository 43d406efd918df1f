package charrnn.sample;

/** Why a text ended. */
public enum FinishReason {
    /** The text has its maximum length. */
    LENGTH,
    /** A stop string was generated. */
    STOP,
    /** The text's logits processor reports it complete, for instance at the end of a function. */
    UNTIL
}
