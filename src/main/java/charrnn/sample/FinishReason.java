package charrnn.sample;

/** Why a text ended. */
public enum FinishReason {
    /** It reached its maximum length. */
    LENGTH,
    /** Its stop string was generated. */
    STOP,
    /** Its logits processor reports it complete, at the end of a function for instance. */
    UNTIL
}
