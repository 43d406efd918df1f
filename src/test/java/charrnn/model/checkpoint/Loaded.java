package charrnn.model.checkpoint;

import java.io.Serializable;

/** The counterpart of {@link Canary} that Deeplearning4j's own reader does load: it shows that the test can fail. */
final class Loaded implements Serializable {
    private static final long serialVersionUID = 1L;

    static {
        System.setProperty("charrnn.loaded", "initialized");
    }
}
