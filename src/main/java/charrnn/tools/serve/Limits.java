package charrnn.tools.serve;

import charrnn.config.UserError;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Limits of requests. The messages name the options of the command line.
 *
 * @param streams texts that are generated at the same time
 * @param queue further texts that may wait
 * @param budget characters of an answer: for each prompt, (max_tokens + its length if echoed) × n × (1 + logprobs)
 * @param seconds maximum time from a request's arrival to the end of its texts
 */
public record Limits(int streams, int queue, int promptChars, int budget, int seconds) {
    /** The longest JSON escape of a character. */
    private static final int BYTES_PER_CHAR = 12;

    private static final int BYTES_OF_OTHER_FIELDS = 16_384;

    /** Largest number of texts of one request, even if there is room for more. */
    private static final int MAX_TEXTS = 128;

    /** @throws UserError with a message for each value that is out of its range */
    public Limits {
        List<String> mistakes = new ArrayList<>();
        check("--max-streams", streams, 1, 4096, mistakes);
        check("--max-queue", queue, 0, 65_536, mistakes);
        check("--max-prompt", promptChars, 1, 1_000_000, mistakes);
        check("--max-budget", budget, 1, 10_000_000, mistakes);
        check("--max-seconds", seconds, 1, 86_400, mistakes);
        UserError.throwIfAny(mistakes);
    }

    private static void check(String option, int value, int min, int max, List<String> mistakes) {
        if (value < min || value > max) {
            mistakes.add(option + " is " + value + ", but must be from " + min + " to " + max);
        }
    }

    Duration time() {
        return Duration.ofSeconds(seconds);
    }

    /** Largest number of texts of one request; all must have room at once. */
    int maxTexts() {
        return Math.min(streams + queue, MAX_TEXTS);
    }

    int bodyBytes() {
        return BYTES_OF_OTHER_FIELDS + BYTES_PER_CHAR * promptChars;
    }
}
