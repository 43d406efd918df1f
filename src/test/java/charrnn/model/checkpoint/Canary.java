package charrnn.model.checkpoint;

import java.io.Serializable;

/** A class that tells when it is initialized; no test may name it in code, or it would be. */
final class Canary implements Serializable {
    private static final long serialVersionUID = 1L;

    static {
        System.setProperty("charrnn.canary", "initialized");
    }
}
