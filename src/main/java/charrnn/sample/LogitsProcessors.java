package charrnn.sample;

/** Gives each text its {@link Guide}: an immutable value, though a guide is none. */
@FunctionalInterface
public interface LogitsProcessors {
    /** Leaves every text alone. */
    LogitsProcessors NONE = (prime, length) -> new NoGuide();

    /**
     * A guide for a text that begins.
     *
     * @param prime what it goes on from
     * @param length how many characters will be made, at most
     * @throws charrnn.config.UserError if the prime cannot be gone on from
     */
    Guide begin(String prime, int length);

    /** These guides and then others. */
    default LogitsProcessors then(LogitsProcessors next) {
        return (prime, length) -> begin(prime, length).then(next.begin(prime, length));
    }
}
