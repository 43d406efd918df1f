package charrnn.model.checkpoint;

import java.io.Serializable;

/**
 * A class whose serialized form, with another name in it, is that of {@link Canary} or {@link Loaded}; the three names
 * have the same length.
 */
final class Benign implements Serializable {
    private static final long serialVersionUID = 1L;
}
