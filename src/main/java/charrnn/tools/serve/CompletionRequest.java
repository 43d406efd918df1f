package charrnn.tools.serve;

import charrnn.config.UserError;
import charrnn.corpus.Vocabulary;
import charrnn.sample.GenerationRequest;
import charrnn.sample.LogitsProcessor;
import charrnn.sample.LogitsProcessorFactory;
import charrnn.sample.SamplingOptions;
import charrnn.tools.constrain.CConstraints;
import charrnn.tools.constrain.Until;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A request for completions.
 *
 * @param model name of the model that generates the texts
 * @param prompts at least one
 * @param sampling sampling options; the count is the number of texts for each prompt
 * @param constrained whether texts must keep C's structure
 * @param until condition that ends a text before its length
 * @param stops strings that end a text
 * @param likeliest how many of the most probable characters the logprobs include; -1 for no logprobs
 * @param echo whether texts begin with their prompts
 * @param stream whether characters are sent as they are generated
 * @param usage whether a stream ends with the numbers of characters read and written
 */
record CompletionRequest(
        String model,
        List<String> prompts,
        SamplingOptions sampling,
        boolean constrained,
        Until until,
        List<String> stops,
        int likeliest,
        boolean echo,
        boolean stream,
        boolean usage) {

    /**
     * The requests of the individual texts, in the order of the prompts. Text k uses the seed plus k, as in {@code sample
     * --count}.
     *
     * @param vocabulary the vocabulary of the model's current network
     * @throws ApiException if a prompt, or the vocabulary, does not allow the constraint
     */
    List<GenerationRequest> texts(Vocabulary vocabulary) {
        List<GenerationRequest> texts = new ArrayList<>();
        for (String prompt : prompts) {
            Function<Vocabulary, LogitsProcessor> processor = processor(prompt, vocabulary);
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

    /**
     * Returns the processor of texts that continue a prompt, as a function of the vocabulary of the network that generates
     * them. For the expected vocabulary, the state after the prompt is computed once and copied. A network that was loaded
     * meanwhile may have another vocabulary.
     */
    private Function<Vocabulary, LogitsProcessor> processor(String prompt, Vocabulary expected) {
        LogitsProcessor afterPrompt;
        try {
            afterPrompt = processors(expected).create(prompt, sampling.length());
        } catch (UserError e) {
            throw ApiException.of("invalid_prompt", "prompt", String.join("; ", e.messages()));
        }
        return vocabulary -> vocabulary.equals(expected)
                ? afterPrompt.copy()
                : processors(vocabulary).create(prompt, sampling.length());
    }

    private LogitsProcessorFactory processors(Vocabulary vocabulary) {
        LogitsProcessorFactory processors = sampling.processors(vocabulary);
        if (!constrained && until == Until.LENGTH) {
            return processors;
        }
        try {
            return processors.then(new CConstraints(vocabulary, constrained, until));
        } catch (UserError e) {
            throw ApiException.of("invalid_value", "constrain", String.join("; ", e.messages()));
        }
    }

    /** Number of texts. */
    int texts() {
        return prompts.size() * sampling.count();
    }

    boolean hasLogprobs() {
        return likeliest >= 0;
    }

    /** Number of characters of all prompts. */
    int promptChars() {
        return prompts.stream()
                .mapToInt(prompt -> prompt.codePointCount(0, prompt.length()))
                .sum();
    }
}
