package charrnn.model;

import java.util.Locale;

/**
 * The update of dynamic evaluation, Krause, Kahembwe, Murray and Renals 2017.
 *
 * @param kind how the gradient becomes a step
 * @param rate factor of the step, η there; 0 learns nothing
 * @param decay share of the way back to the trained weights that each step takes, λ there; 0 to 1
 */
public record LearningRule(Kind kind, double rate, double decay) {
    /** What determines the length of a step. */
    public enum Kind {
        /** The gradient of the mean loss per character, in nats. */
        SGD,
        /**
         * That gradient over its root mean square on the training text, one for each weight; the decay is stronger
         * where this root is larger: RMS with an RMS global prior, as the paper calls it.
         */
        RMS;

        /** The value as typed on the command line. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** @throws IllegalArgumentException for a rate below 0 or a decay outside 0 to 1 */
    public LearningRule {
        if (!(rate >= 0 && rate < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(String.format(Locale.ROOT, "rate is %s, but must be 0 or more", rate));
        }
        if (!(decay >= 0 && decay <= 1)) {
            throw new IllegalArgumentException(String.format(Locale.ROOT, "decay is %s, but must be 0 to 1", decay));
        }
    }
}
