package charrnn.sample;

/** Creates the {@link LogitsProcessor} of each text; the factory itself is immutable. */
@FunctionalInterface
public interface LogitsProcessorFactory {
    /** The factory of processors that change nothing. */
    LogitsProcessorFactory NONE = (prime, length) -> LogitsProcessor.NONE;

    /**
     * A processor for a new text.
     *
     * @param prime text that the new text continues
     * @param length maximum number of characters to generate
     * @throws charrnn.config.UserError if the prime cannot be continued
     */
    LogitsProcessor create(String prime, int length);

    /** Creates this factory's processor and then another's. */
    default LogitsProcessorFactory then(LogitsProcessorFactory next) {
        return (prime, length) -> create(prime, length).then(next.create(prime, length));
    }
}
