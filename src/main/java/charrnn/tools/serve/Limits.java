package charrnn.tools.serve;

import charrnn.config.UserError;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What the server takes on. The messages name the options of the command line.
 *
 * @param streams texts that are written at the same time
 * @param queue texts that may wait besides
 * @param promptChars characters of a prompt
 * @param budget characters that one request may ask for: n × max_tokens for each prompt, and n × its own where it is
 *     echoed, times 1 + logprobs where they are wanted
 * @param seconds from a request's arrival to the end of its texts
 * @param connections open connections
 */
public record Limits(int streams, int queue, int promptChars, int budget, int seconds, int connections) {
    /** A character takes 12 bytes of JSON at most; the other fields need the rest. */
    private static final int BYTES_PER_CHAR = 12;

    private static final int BYTES_OF_OTHER_FIELDS = 16_384;

    /** @throws UserError with a message for each value that is out of its range */
    public Limits {
        List<String> mistakes = new ArrayList<>();
        check("--max-streams", streams, 1, 4096, mistakes);
        check("--max-queue", queue, 0, 65_536, mistakes);
        check("--max-prompt", promptChars, 1, 1_000_000, mistakes);
        check("--max-budget", budget, 1, 10_000_000, mistakes);
        check("--max-seconds", seconds, 1, 86_400, mistakes);
        check("--max-connections", connections, 1, 65_536, mistakes);
        if (!mistakes.isEmpty()) {
            throw new UserError(mistakes);
        }
    }

    private static void check(String option, int value, int min, int max, List<String> mistakes) {
        if (value < min || value > max) {
            mistakes.add(option + " is " + value + ", but must be from " + min + " to " + max);
        }
    }

    Duration time() {
        return Duration.ofSeconds(seconds);
    }

    /** Texts of one request: they are admitted together. */
    int texts() {
        return Math.min(streams + queue, CompletionFields.MOST_TEXTS);
    }

    /** A request's body. */
    int bodyBytes() {
        return BYTES_OF_OTHER_FIELDS + BYTES_PER_CHAR * promptChars;
    }
}
