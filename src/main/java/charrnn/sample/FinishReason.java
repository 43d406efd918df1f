package charrnn.sample;

/** Why a text ended. */
public enum FinishReason {
    /** The text has its maximum length, or its logits processor closed it because that was near. */
    LENGTH,
    /** A stop string was generated. */
    STOP,
    /** The text's logits processor reports it complete, for instance at the end of a function. */
    UNTIL
}
