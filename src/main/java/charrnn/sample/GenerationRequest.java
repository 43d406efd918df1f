package charrnn.sample;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A request to generate a text, used once.
 *
 * @param prime text to continue; if it is empty, the text begins a line: the model reads a line feed, or the unknown
 *     symbol if its vocabulary has no line feed
 * @param echo whether the listener receives the prompt's characters as well
 * @param length maximum number of generated characters, 0 or more
 * @param constraint what the text must satisfy, and where it ends
 * @param processor applied to the log-probabilities after the constraint, before each character is drawn
 * @param stops non-empty strings that end the text and are not part of it
 * @param likeliest number of likeliest symbols that each {@link Token} lists
 */
public record GenerationRequest(
        String prime,
        boolean echo,
        int length,
        Constraint constraint,
        LogitsProcessor processor,
        RandomGenerator random,
        List<String> stops,
        int likeliest) {}
