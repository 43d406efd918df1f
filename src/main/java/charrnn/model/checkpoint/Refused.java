package charrnn.model.checkpoint;

/** A failed check of a checkpoint. The message is a predicate, to follow the file's name. */
final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private Refused(String predicate) {
        super(predicate);
    }

    /** The file is not a charrnn checkpoint, for a reason like {@code "it ends early (truncated)"}. */
    static Refused because(String reason) {
        return new Refused("is not a charrnn checkpoint: " + reason);
    }

    /** @throws Refused with the reason, as from {@link #because}, if a check fails */
    static void unless(boolean right, String reason) {
        if (!right) {
            throw because(reason);
        }
    }

    /** The file is refused; the predicate says why, like {@code "was made by a newer charrnn"}. */
    static Refused with(String predicate) {
        return new Refused(predicate);
    }
}
