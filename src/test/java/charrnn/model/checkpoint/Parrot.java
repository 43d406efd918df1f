package charrnn.model.checkpoint;

import java.io.Serializable;

/** Lends its serialized form to {@link Canary} and {@link Magpie}, whose names are as long. */
final class Parrot implements Serializable {
    private static final long serialVersionUID = 1L;
}
