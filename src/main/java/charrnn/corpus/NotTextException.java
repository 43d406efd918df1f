package charrnn.corpus;

import java.io.IOException;

/** A file's content is not UTF-8 text; the message says what was found at which byte offset. */
final class NotTextException extends IOException {
    private static final long serialVersionUID = 1L;

    NotTextException(String message) {
        super(message);
    }
}
