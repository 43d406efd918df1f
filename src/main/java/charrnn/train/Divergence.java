package charrnn.train;

/**
 * Thrown when a training has diverged. {@link RunCheckpoints} restores a good checkpoint; if it cannot, it throws a
 * second divergence, which ends the run.
 */
public final class Divergence extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final long lastGoodStep;

    /** @param step the step at which it was detected; a checkpoint of this step may be restored */
    Divergence(long step, String what) {
        this(step, what, step);
    }

    /** @param lastGoodStep the latest step that may be restored */
    Divergence(long step, String what, long lastGoodStep) {
        super("the training diverged at step " + step + ": " + what);
        this.lastGoodStep = lastGoodStep;
    }

    /** The divergence that ends the run, with advice for the user. */
    Divergence(Divergence first, String advice) {
        super(first.getMessage() + advice);
        lastGoodStep = first.lastGoodStep;
    }

    long lastGoodStep() {
        return lastGoodStep;
    }
}
