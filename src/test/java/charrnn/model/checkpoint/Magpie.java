package charrnn.model.checkpoint;

import java.io.Serializable;

/** The canary's double, to show that it would sing: Deeplearning4j's own reader does load this one. */
final class Magpie implements Serializable {
    private static final long serialVersionUID = 1L;

    static {
        System.setProperty("charrnn.magpie", "initialized");
    }
}
