package charrnn.train;

/** The loss or the gradient is not a number any more; the checkpoints on disk are from before. */
public final class TrainingDiverged extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TrainingDiverged(String message) {
        super(message);
    }
}
