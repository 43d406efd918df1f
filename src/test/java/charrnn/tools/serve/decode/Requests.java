package charrnn.tools.serve.decode;

import charrnn.corpus.EncodedTexts;
import charrnn.corpus.Vocabulary;
import charrnn.model.LanguageModel;
import charrnn.sample.FinishedText;
import charrnn.sample.GeneratedText.FinishReason;
import charrnn.sample.GenerationRequest;
import charrnn.sample.LogitsProcessor;
import charrnn.sample.LogitsProcessors;
import charrnn.sample.SamplingOptions;
import charrnn.tools.serve.decode.ScheduledText.Outcome;
import java.util.List;
import java.util.SplittableRandom;

/** Requests for tests, and the texts that a model generates for them alone. */
final class Requests {
    /** Name of the model. */
    static final String MODEL = "fake";

    private Requests() {}

    static GenerationRequest of(String prompt, int length, long seed, String... stops) {
        SamplingOptions options = new SamplingOptions(length, 1, 0, 1, seed, 1, "");
        return new GenerationRequest(
                prompt, false, length, options.temperatureAndCuts(), options.random(0), List.of(stops), 0);
    }

    /** A request whose length, prompt, stop strings and sampling are drawn with a seed. */
    static GenerationRequest random(long seed, String characters) {
        SplittableRandom random = new SplittableRandom(seed);
        String prompt = random(random, characters, random.nextInt(12));
        SamplingOptions options = new SamplingOptions(
                random.nextInt(30),
                random.nextInt(4) / 2.0,
                random.nextInt(5),
                1 - random.nextDouble() / 2,
                seed,
                1,
                "");
        List<String> stops = random.nextInt(3) > 0
                ? List.of()
                : List.of(random(random, characters, 2), random(random, characters, 3));
        boolean echo = random.nextBoolean();
        Vocabulary vocabulary = EncodedTexts.vocabulary(characters);
        LogitsProcessor processor = random.nextBoolean()
                ? LogitsProcessor.NONE
                : LogitsProcessors.repetitionPenalty(vocabulary, 3, 2).create(prompt, 30);
        return new GenerationRequest(
                prompt,
                echo,
                options.length(),
                processor.then(options.temperatureAndCuts()),
                options.random(0),
                stops,
                0);
    }

    private static String random(SplittableRandom random, String characters, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(characters.charAt(random.nextInt(characters.length())));
        }
        return text.toString();
    }

    /** The text that a model without other streams generates, a space and its outcome. */
    static String alone(GenerationRequest request, LanguageModel model) {
        FinishedText finished = FinishedText.of(model, request);
        return finished.text() + " " + (finished.reason() == FinishReason.LENGTH ? Outcome.LENGTH : Outcome.STOP);
    }
}
