package charrnn.sample;

/**
 * Reshapes the probabilities of the next symbol before a sampler draws it. Most processors are stateless values, such as
 * {@link LogitsProcessors#temperature}. One whose effect depends on the text so far belongs to that text alone: a
 * {@link LogitsProcessorFactory} creates it, and it overrides {@link #accept} and {@link #copy}.
 */
@FunctionalInterface
public interface LogitsProcessor {
    /** Changes nothing. */
    LogitsProcessor NONE = logProbabilities -> {};

    /**
     * Changes the logarithms in place; negative infinity excludes a symbol. At least one symbol must remain.
     *
     * @param logProbabilities natural logarithms, [vocabulary], less a constant that all share
     */
    void apply(float[] logProbabilities);

    /** Receives the vocabulary index of the symbol that was drawn. */
    default void accept(int index) {}

    /** Whether the text is complete. */
    default boolean isComplete() {
        return false;
    }

    /** Whether the text was closed early because it came near its maximum length. */
    default boolean isCut() {
        return false;
    }

    /**
     * Text that the model reads before the prime, so that it predicts what belongs there. Empty for none; then a line
     * feed goes before an empty prime.
     */
    default String context() {
        return "";
    }

    /** A processor for another text with the same beginning; a stateless processor is its own copy. */
    default LogitsProcessor copy() {
        return this;
    }

    /** This processor and then another; the text is complete when either is. */
    default LogitsProcessor then(LogitsProcessor next) {
        return this == NONE ? next : next == NONE ? this : new Chain(this, next);
    }

    /** A sampler that draws from what this processor leaves. The array that it gets is copied, not changed. */
    default Sampler into(Sampler sampler) {
        return (logProbabilities, random) -> {
            float[] processed = logProbabilities.clone();
            apply(processed);
            return sampler.sample(processed, random);
        };
    }

    /**
     * Two processors, one after the other.
     *
     * @param first applied first
     * @param second applied to what the first one leaves
     */
    record Chain(LogitsProcessor first, LogitsProcessor second) implements LogitsProcessor {
        @Override
        public void apply(float[] logProbabilities) {
            first.apply(logProbabilities);
            second.apply(logProbabilities);
        }

        @Override
        public void accept(int index) {
            first.accept(index);
            second.accept(index);
        }

        @Override
        public boolean isComplete() {
            return first.isComplete() || second.isComplete();
        }

        @Override
        public boolean isCut() {
            return first.isCut() || second.isCut();
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
}
