package charrnn.train;

import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * A training diverged. {@link Rollback} restores a good checkpoint; where the configuration allows no further rollback, it
 * throws another one, which ends the run.
 */
public final class Divergence extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final long lastGoodStep;

    /** @param step of the update that showed it */
    Divergence(long step, String what) {
        this(step, what, step);
    }

    /** @param lastGoodStep the latest step that may be restored */
    Divergence(long step, String what, long lastGoodStep) {
        this("the training diverged at step " + step + ": " + what, lastGoodStep);
    }

    private Divergence(String message, long lastGoodStep) {
        super(message);
        this.lastGoodStep = lastGoodStep;
    }

    /** The divergence that ends the run. */
    Divergence last(String advice) {
        return new Divergence(getMessage() + advice, lastGoodStep);
    }

    long lastGoodStep() {
        return lastGoodStep;
    }

    /** @throws Divergence if the loss or the gradient of an update is not finite */
    static void checkUpdate(Learner.Update update, long step) {
        if (!Double.isFinite(update.bitsPerChar()) || !Double.isFinite(update.gradientNorm())) {
            throw new Divergence(
                    step,
                    "loss " + update.bitsPerChar() + " bits per character, gradient norm " + update.gradientNorm());
        }
    }

    /** Checks the weights: an update may have spoilt them after its loss was computed. */
    static void checkWeights(MultiLayerNetwork network, long step) {
        if (!Double.isFinite(network.params().norm2Number().doubleValue())) {
            throw new Divergence(step, "the weights are not finite");
        }
    }
}
