package charrnn.sample;

import charrnn.corpus.Vocabulary;
import java.util.List;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * A text to be generated.
 *
 * @param prime text that it continues; an empty one stands for the beginning of a line: the model reads a line feed, or
 *     the unknown symbol if its vocabulary has none
 * @param echo whether the listener receives the prime's characters as well
 * @param length maximum number of generated characters, 0 or more
 * @param processor creates the text's logits processor, for a model with the given vocabulary
 * @param sampler draws each character after the processor
 * @param random of this text alone
 * @param stops strings that end the text when generated, and are not part of it; none is empty
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
