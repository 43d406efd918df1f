package charrnn.config;

import java.util.List;

/**
 * A mistake of the user's: each message names the thing, the value and what is allowed, and is shown without a stack
 * trace. The program ends with exit code 2.
 */
public final class UserError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> messages;

    /** One mistake. */
    public UserError(String message) {
        this(List.of(message));
    }

    /** All mistakes of one input, to be shown together. */
    public UserError(List<String> messages) {
        super(String.join(System.lineSeparator(), messages));
        this.messages = List.copyOf(messages);
    }

    /** One mistake, with what caused it for {@code --verbose}. */
    public UserError(String message, Throwable cause) {
        super(message, cause);
        this.messages = List.of(message);
    }

    /** The mistakes, one message each. */
    public List<String> messages() {
        return messages;
    }
}
