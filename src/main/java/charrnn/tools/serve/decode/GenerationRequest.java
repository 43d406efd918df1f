package charrnn.tools.serve.decode;

import charrnn.corpus.Vocabulary;
import charrnn.sample.LogitsProcessor;
import charrnn.sample.Sampler;
import java.util.List;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * A text that is to be written.
 *
 * @param model name of the model that writes it
 * @param prompt what it goes on from; an empty one stands for the beginning of a line
 * @param echo whether the prompt is part of what is written
 * @param length how many characters the network makes, at most; 0 or more
 * @param processor makes what steers them before the sampler draws, for a network with this vocabulary
 * @param sampler draws them
 * @param random of this text alone
 * @param stops each ends the text and is not written itself; none is empty
 * @param likeliest how many of the likeliest symbols to name with each character; -1 for no {@link TokenLogprobs} at all
 */
public record GenerationRequest(
        String model,
        String prompt,
        boolean echo,
        int length,
        Function<Vocabulary, LogitsProcessor> processor,
        Sampler sampler,
        RandomGenerator random,
        List<String> stops,
        int likeliest) {}
