package charrnn.config;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Mistakes of the user. Each message is one line that names the thing, the value and what is allowed; it is shown
 * without a stack trace, and the program ends with exit code 2.
 */
public final class UserError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> messages;

    /** One mistake. */
    public UserError(String message) {
        this(List.of(message));
    }

    /** The mistake that a run's folder or checkpoint does not exist. */
    public static UserError noRun(Path path) {
        return new UserError("there is no run " + path + ": 'charrnn runs' lists the runs");
    }

    /** All mistakes in one input. */
    public UserError(List<String> messages) {
        this(messages, null);
    }

    /** One mistake, with a cause that {@code --verbose} shows. */
    public UserError(String message, Throwable cause) {
        this(List.of(message), cause);
    }

    /** All mistakes in one input, with a cause that {@code --verbose} shows. */
    public UserError(List<String> messages, @Nullable Throwable cause) {
        super(String.join(System.lineSeparator(), lines(messages)), cause);
        this.messages = lines(messages);
    }

    /** Escapes messages, which quote names and values of untrusted files. */
    private static List<String> lines(List<String> messages) {
        return messages.stream().map(TerminalText::line).toList();
    }

    /** The mistakes, one message each. */
    public List<String> messages() {
        return messages;
    }
}
