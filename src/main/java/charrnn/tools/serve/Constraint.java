package charrnn.tools.serve;

import charrnn.config.UserError;
import charrnn.corpus.Vocabulary;
import charrnn.sample.LogitsProcessor;
import charrnn.sample.LogitsProcessorFactory;
import charrnn.sample.SamplingOptions;
import charrnn.tools.constrain.CConstraints;
import charrnn.tools.constrain.Until;
import java.util.function.Function;

/**
 * What depends on the text so far and steers how it goes on.
 *
 * @param constrained whether texts keep C's structure
 * @param until where they end before their length
 */
record Constraint(boolean constrained, Until until) {
    /**
     * Guides for texts that go on from a prompt, whichever network writes them.
     *
     * @param vocabulary of the network that is expected to
     * @throws ApiException if the prompt, or that vocabulary, cannot be gone on from
     */
    Function<Vocabulary, LogitsProcessor> begin(String prompt, SamplingOptions sampling, Vocabulary vocabulary) {
        LogitsProcessor begun = begun(prompt, sampling, processors(sampling, vocabulary));
        // To copy it is quick, however long the prompt. A network that was loaded meanwhile may know other characters.
        return actual -> actual.equals(vocabulary)
                ? begun.copy()
                : processors(sampling, actual).create(prompt, sampling.length());
    }

    private static LogitsProcessor begun(String prompt, SamplingOptions sampling, LogitsProcessorFactory processors) {
        try {
            return processors.create(prompt, sampling.length());
        } catch (UserError e) {
            throw ApiException.of("invalid_prompt", "prompt", String.join("; ", e.messages()));
        }
    }

    private LogitsProcessorFactory processors(SamplingOptions sampling, Vocabulary vocabulary) {
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
}
