package charrnn.sample;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.model.LanguageModel;
import charrnn.sample.GeneratedText.FinishReason;
import charrnn.sample.TextGenerator.GenerationListener;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** A complete text, and why it ended. */
public record FinishedText(String text, FinishReason reason) {
    /** Generates one text alone, and expects that it ends once. */
    public static FinishedText of(LanguageModel model, GenerationRequest request) {
        StringBuilder text = new StringBuilder();
        List<FinishReason> reasons = new ArrayList<>();
        generate(model, request, new GenerationListener() {
            @Override
            public void accept(Token token) {
                assertThat(reasons).isEmpty();
                text.appendCodePoint(token.codePoint());
            }

            @Override
            public void finish(FinishReason reason) {
                reasons.add(reason);
            }
        });
        assertThat(reasons).hasSize(1);
        return new FinishedText(text.toString(), reasons.get(0));
    }

    /** Generates one text alone, for a listener. */
    static void generate(LanguageModel model, GenerationRequest request, GenerationListener listener) {
        TextGenerator generator = new TextGenerator(model);
        generator.add(request, listener);
        while (generator.size() > 0) {
            generator.step();
        }
    }

    /**
     * @param processor applied after the constraint
     * @param stop empty for none
     */
    public static FinishedText of(
            LanguageModel model,
            LogitsProcessor processor,
            Constraint constraint,
            RandomGenerator random,
            String prime,
            int length,
            String stop) {
        List<String> stops = stop.isEmpty() ? List.of() : List.of(stop);
        return of(model, new GenerationRequest(prime, false, length, constraint, processor, random, stops, 0));
    }
}
