package charrnn.train;

/** A training diverged more often than it may be rolled back; the checkpoints on disk are from before. */
public final class TrainingDiverged extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TrainingDiverged(String message) {
        super(message);
    }
}
