package charrnn.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.message.UserError;
import java.util.List;

/** Checks the form of the messages of any refusal. */
public final class Refusals {
    private static final int LONGEST = 2001;

    private Refusals() {}

    /** Each mistake is a readable message that begins with what it is about. */
    public static void assertReadable(UserError error, String... beginnings) {
        assertThat(error.messages()).isNotEmpty();
        for (String message : error.messages()) {
            assertReadable(message);
            assertThat(List.of(beginnings)).as(message).anyMatch(message::startsWith);
        }
    }

    /** The message is one line of at most 2,001 characters, none of which controls a terminal. */
    public static void assertReadable(String message) {
        boolean prints = message.codePoints().noneMatch(Refusals::controlsATerminal);
        if (message.isBlank() || message.length() > LONGEST || !prints) {
            throw new AssertionError("unreadable: " + message);
        }
    }

    private static boolean controlsATerminal(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }
}
