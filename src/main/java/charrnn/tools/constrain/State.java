package charrnn.tools.constrain;

/**
 * State that is copied field by field. Its fields are primitive or immutable; a class with others copies these too.
 *
 * @param <T> the class itself
 */
abstract class State<T extends State<T>> implements Cloneable {
    /** A state that changes independently of this one. */
    @SuppressWarnings("unchecked") // a clone has the class of its original
    T copy() {
        try {
            return (T) clone();
        } catch (CloneNotSupportedException e) {
            throw new AssertionError(e);
        }
    }
}
