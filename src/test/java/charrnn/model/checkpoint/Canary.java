package charrnn.model.checkpoint;

import java.io.Serializable;

/** A class that sets a system property when it is initialized. A reference to it in a test's code would initialize it. */
final class Canary implements Serializable {
    private static final long serialVersionUID = 1L;

    static {
        System.setProperty("charrnn.canary", "initialized");
    }
}
