package charrnn.sample;

import charrnn.sample.GeneratedText.FinishReason;
import java.util.List;
import java.util.Optional;

/**
 * What the characters of one text must satisfy, and where it ends. A constraint follows its text: it receives each symbol that is
 * drawn and may reject the last ones, which are then drawn again.
 */
public interface Constraint {
    Constraint NONE = new Constraint() {};

    /**
     * Changes the logarithms in place before a symbol is drawn; negative infinity excludes a symbol. At least one must remain.
     *
     * @param logProbabilities natural logarithms, [vocabulary], up to an additive constant
     */
    default void apply(float[] logProbabilities) {}

    /** A verdict on a symbol that was drawn, by what is rejected. */
    enum Verdict {
        ACCEPTED,
        /** The token is rejected, since the text could not be completed within its length. */
        TOO_LONG,
        /** The token is rejected and drawn again. */
        REJECTED,
        /** The statement is rejected, since no token continues it. */
        STATEMENT_REJECTED,
        /** The whole text is rejected and generated again. */
        TEXT_REJECTED
    }

    /** Whether a symbol begins a token, so that the token before it is complete. */
    default boolean begins(int index) {
        return true;
    }

    /** Whether a symbol that begins a token begins a statement, which {@link #accept} may reject. */
    default boolean beginsStatement() {
        return false;
    }

    /** Whether the characters before a token can no longer be rejected, so that the listener may receive them. */
    default boolean isFinal() {
        return true;
    }

    /** Receives the vocabulary index of the symbol that was drawn. */
    default Verdict accept(int index) {
        return Verdict.ACCEPTED;
    }

    /** Whether {@link #accept} may reject characters. */
    default boolean mayReject() {
        return false;
    }

    /**
     * Rolls back to this state, that before a token, a statement or the text.
     *
     * @param verdict not {@code ACCEPTED}
     * @param symbols the vocabulary indices that were drawn since then and are rejected
     */
    default void rollBack(Verdict verdict, List<Integer> symbols) {}

    /** Why the text ends here: {@code UNTIL}, or {@code LENGTH} if it was closed because its maximum length was near. */
    default Optional<FinishReason> end() {
        return Optional.empty();
    }

    /**
     * Text that the model reads before the prompt and that influences its predictions. If it and the prompt are
     * empty, the model reads a line feed.
     */
    default String context() {
        return "";
    }

    /** A copy for another continuation of the text so far; a stateless constraint returns itself. */
    default Constraint copy() {
        return this;
    }
}
