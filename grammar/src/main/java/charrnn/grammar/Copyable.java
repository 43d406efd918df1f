package charrnn.grammar;

/**
 * Mutable state that {@link #copy} clones field by field. A subclass with mutable fields overrides it to copy these too.
 *
 * @param <T> the subclass itself
 */
public abstract class Copyable<T extends Copyable<T>> implements Cloneable {
    /** An independent copy. */
    @SuppressWarnings("unchecked") // a clone has the class of its original
    public T copy() {
        try {
            return (T) clone();
        } catch (CloneNotSupportedException e) {
            throw new AssertionError(e);
        }
    }
}
