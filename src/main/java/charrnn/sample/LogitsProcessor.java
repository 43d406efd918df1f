package charrnn.sample;

import charrnn.sample.GeneratedText.FinishReason;
import java.util.List;
import java.util.Optional;

/**
 * Changes the log-probabilities of the next symbol before it is drawn. Most processors are stateless, such as
 * {@link LogitsProcessors#temperature}. A processor whose effect depends on the text so far is created for each text by a
 * {@link LogitsProcessorFactory}, and overrides {@link #accept} and {@link #copy}.
 */
@FunctionalInterface
public interface LogitsProcessor {
    LogitsProcessor NONE = logProbabilities -> {};

    /**
     * Changes the logarithms in place; negative infinity excludes a symbol. At least one symbol must remain.
     *
     * @param logProbabilities natural logarithms, [vocabulary], up to an additive constant
     */
    void apply(float[] logProbabilities);

    /** A processor's verdict on a symbol that was drawn, the worst first. */
    enum Verdict {
        /** The token is rejected, since the text could not be completed within its length. */
        TOO_LONG,
        /** The whole text is rejected and generated again. */
        TEXT_REJECTED,
        /** The statement is rejected, since no token continues it. */
        STATEMENT_REJECTED,
        /** The token is rejected and drawn again. */
        REJECTED,
        ACCEPTED
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

    /** A copy for another continuation of the text so far; a stateless processor returns itself. */
    default LogitsProcessor copy() {
        return this;
    }

    /** Applies this processor and then another; the text ends when one of them ends it. */
    default LogitsProcessor then(LogitsProcessor next) {
        return this == NONE ? next : next == NONE ? this : new Chain(this, next);
    }

    record Chain(LogitsProcessor first, LogitsProcessor second) implements LogitsProcessor {
        @Override
        public void apply(float[] logProbabilities) {
            first.apply(logProbabilities);
            second.apply(logProbabilities);
        }

        @Override
        public Verdict accept(int index) {
            Verdict ofFirst = first.accept(index);
            Verdict ofSecond = second.accept(index);
            return ofFirst.compareTo(ofSecond) < 0 ? ofFirst : ofSecond;
        }

        @Override
        public boolean begins(int index) {
            return first.begins(index) && second.begins(index);
        }

        @Override
        public boolean beginsStatement() {
            return first.beginsStatement() || second.beginsStatement();
        }

        @Override
        public boolean isFinal() {
            return first.isFinal() && second.isFinal();
        }

        @Override
        public boolean mayReject() {
            return first.mayReject() || second.mayReject();
        }

        @Override
        public void rollBack(Verdict verdict, List<Integer> symbols) {
            first.rollBack(verdict, symbols);
            second.rollBack(verdict, symbols);
        }

        @Override
        public Optional<FinishReason> end() {
            return first.end().or(second::end);
        }

        @Override
        public String context() {
            return first.context() + second.context();
        }

        @Override
        public LogitsProcessor copy() {
            return new Chain(first.copy(), second.copy());
        }
    }

    /** Creates the {@link LogitsProcessor} of each text; the factory itself is immutable. */
    @FunctionalInterface
    interface LogitsProcessorFactory {
        LogitsProcessorFactory NONE = (prime, length) -> LogitsProcessor.NONE;

        /**
         * A processor for a new text.
         *
         * @param prime text that the new text continues
         * @param length maximum number of characters to generate
         * @throws charrnn.message.UserError if the prompt cannot be continued
         */
        LogitsProcessor create(String prime, int length);
    }
}
