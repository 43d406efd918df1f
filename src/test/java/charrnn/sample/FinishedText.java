package charrnn.sample;

import charrnn.model.LanguageModel;
import charrnn.sample.GeneratedText.FinishReason;
import charrnn.sample.TextGenerator.GenerationListener;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** A complete text, and why it ended. */
public record FinishedText(String text, FinishReason reason) {
    /** Generates one text alone. */
    public static FinishedText of(LanguageModel model, GenerationRequest request) {
        Recorder recorder = new Recorder();
        generate(model, request, recorder);
        return recorder.finished();
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

    /** Records a text. */
    public static final class Recorder implements GenerationListener {
        private final StringBuilder text = new StringBuilder();
        private Optional<FinishReason> reason = Optional.empty();

        @Override
        public void accept(Token token) {
            if (reason.isPresent()) {
                throw new IllegalStateException("a character after the end");
            }
            text.appendCodePoint(token.codePoint());
        }

        @Override
        public void finish(FinishReason finish) {
            if (reason.isPresent()) {
                throw new IllegalStateException("a second end");
            }
            reason = Optional.of(finish);
        }

        public boolean isComplete() {
            return reason.isPresent();
        }

        public FinishedText finished() {
            return new FinishedText(text.toString(), reason.orElseThrow());
        }
    }
}
