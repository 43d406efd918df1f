package charrnn.tools.serve;

import java.time.Duration;

/**
 * Limits of requests.
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
