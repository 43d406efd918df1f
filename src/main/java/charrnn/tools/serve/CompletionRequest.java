package charrnn.tools.serve;

import charrnn.corpus.Vocabulary;
import charrnn.sample.GenerationRequest;
import charrnn.sample.LogitsProcessor;
import charrnn.sample.SamplingOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * What a client asks to have completed.
 *
 * @param model name of the model that writes
 * @param prompts one or more
 * @param sampling how; its count is the number of texts for each prompt
 * @param steering what they must keep to
 * @param stops each ends a text
 * @param likeliest how many of the likeliest characters to name; -1 for no probabilities
 * @param echo whether texts begin with their prompts
 * @param stream whether the answer is sent as it is written
 * @param usage whether a stream tells at its end how much was read and written
 */
record CompletionRequest(
        String model,
        List<String> prompts,
        SamplingOptions sampling,
        Constraint steering,
        List<String> stops,
        int likeliest,
        boolean echo,
        boolean stream,
        boolean usage) {

    /**
     * The texts, those of the first prompt first. Text k has the seed plus k, as {@code sample --count} does.
     *
     * @param vocabulary of the network that is expected to write them
     * @throws ApiException if they cannot be steered as is asked
     */
    List<GenerationRequest> texts(Vocabulary vocabulary) {
        List<GenerationRequest> texts = new ArrayList<>();
        for (String prompt : prompts) {
            Function<Vocabulary, LogitsProcessor> processor = steering.begin(prompt, sampling, vocabulary);
            for (int choice = 0; choice < sampling.count(); choice++) {
                texts.add(new GenerationRequest(
                        prompt,
                        echo,
                        sampling.length(),
                        processor,
                        sampling.sampler(),
                        sampling.random(texts.size()),
                        stops,
                        Math.max(0, likeliest)));
            }
        }
        return texts;
    }

    /** How many there are. */
    int texts() {
        return prompts.size() * sampling.count();
    }

    boolean hasLogprobs() {
        return likeliest >= 0;
    }

    /** Characters of all prompts. */
    int promptChars() {
        return prompts.stream()
                .mapToInt(prompt -> prompt.codePointCount(0, prompt.length()))
                .sum();
    }
}
