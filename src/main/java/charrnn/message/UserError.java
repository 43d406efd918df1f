package charrnn.message;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Mistakes of the user. Each message is one line that names the thing, the value and what is allowed; it is shown
 * without a stack trace, and the program ends with exit code 2.
 */
public final class UserError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> messages;

    public UserError(String message) {
        this(List.of(message));
    }

    /** The mistake that a run's folder or checkpoint does not exist. */
    public static UserError noRun(Path path) {
        return new UserError("there is no run " + path + ": 'charrnn runs' lists the runs");
    }

    /** The mistake that a file, or an option's file, cannot be read. */
    public static UserError unreadable(Object file, IOException cause) {
        return new UserError(file + " cannot be read: " + Reason.of(cause), cause);
    }

    public UserError(List<String> messages) {
        this(messages, null);
    }

    /** One mistake, with a cause that {@code --verbose} shows. */
    public UserError(String message, Throwable cause) {
        this(List.of(message), cause);
    }

    public UserError(List<String> messages, @Nullable Throwable cause) {
        super(messages.stream().map(TerminalText::line).collect(Collectors.joining(System.lineSeparator())), cause);
        // The messages quote names and values of untrusted files.
        this.messages = messages.stream().map(TerminalText::line).toList();
    }

    /** Throws all mistakes in one input; no effect if there are none. */
    public static void throwIfAny(List<String> mistakes) {
        if (!mistakes.isEmpty()) {
            throw new UserError(mistakes);
        }
    }

    public List<String> messages() {
        return messages;
    }
}
