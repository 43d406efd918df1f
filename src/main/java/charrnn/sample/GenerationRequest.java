package charrnn.sample;

import charrnn.corpus.Vocabulary;
import java.util.List;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * A request to generate a text.
 *
 * @param prime text to continue; if it is empty, the text begins a line: the model reads a line feed, or the unknown
 *     symbol if its vocabulary has no line feed
 * @param echo whether the listener receives the prime's characters as well
 * @param length maximum number of generated characters, 0 or more
 * @param processor creates the text's logits processor, for a model with the given vocabulary
 * @param sampler draws each character after the processor
 * @param random random generator, used for this text only
 * @param stops non-empty strings that end the text and are not part of it
 * @param likeliest number of likeliest symbols that each {@link Token} lists
 */
public record GenerationRequest(
        String prime,
        boolean echo,
        int length,
        Function<Vocabulary, LogitsProcessor> processor,
        Sampler sampler,
        RandomGenerator random,
        List<String> stops,
        int likeliest) {}
