package charrnn.corpus;

import java.io.IOException;

/** The encoded text cannot be written: not the fault of the source that is being read. */
final class EncodingFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final IOException reason;

    EncodingFailed(IOException reason) {
        super(reason);
        this.reason = reason;
    }

    IOException reason() {
        return reason;
    }
}
