package charrnn.sample;

import charrnn.model.LanguageModel;
import charrnn.sample.GeneratedText.FinishReason;
import charrnn.sample.TextGenerator.GenerationListener;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;

/** Generates samples, many at the same time, and delivers them in order. */
public final class Samples {
    /** Maximum number of samples generated at the same time. More are hardly faster, and each needs buffers. */
    private static final int MAX_CONCURRENT = 64;

    /**
     * A complete sample.
     *
     * @param text without the prompt and the stop string
     * @param bits information of the text by the model's own probabilities
     */
    public record Sample(int number, long seed, String text, FinishReason reason, double bits) {}

    public interface Listener {
        /** Receives the next characters, one or more, of the sample that is completed next. */
        default void accept(List<Token> tokens) {}

        void complete(Sample sample);
    }

    private final TextGenerator generator;
    private final SamplingOptions options;
    private final Constraint constraint;
    private final String prime;
    private final Listener listener;
    private final List<UndeliveredSample> undelivered = new ArrayList<>(); // in the order of their numbers

    /**
     * @param model has no streams
     * @param constraint of each sample, at the end of the prompt
     */
    public Samples(
            LanguageModel model, SamplingOptions options, Constraint constraint, String prime, Listener listener) {
        this.generator = new TextGenerator(model);
        this.options = options;
        this.constraint = constraint;
        this.prime = prime;
        this.listener = listener;
    }

    /** Generates samples and returns their texts, without the prompt. */
    public static List<String> texts(
            LanguageModel model, SamplingOptions options, Constraint constraint, String prime) {
        List<String> texts = new ArrayList<>();
        new Samples(model, options, constraint, prime, sample -> texts.add(sample.text())).generate();
        return texts;
    }

    /** Generates all samples; one starts when another has ended. */
    public void generate() {
        for (int begun = 0; begun < options.count() || generator.size() > 0; ) {
            for (; begun < options.count() && generator.size() < MAX_CONCURRENT; begun++) {
                UndeliveredSample sample = new UndeliveredSample(begun);
                undelivered.add(sample);
                generator.add(options.request(prime, begun, constraint.copy()), sample);
            }
            generator.step();
        }
    }

    /** Delivers the samples before the first incomplete one. */
    private void deliverCompleteSamples() {
        while (!undelivered.isEmpty() && undelivered.get(0).complete) {
            UndeliveredSample first = undelivered.remove(0);
            first.deliver();
            listener.complete(first.sample());
        }
    }

    private final class UndeliveredSample implements GenerationListener {
        private final int number;
        private final StringBuilder text = new StringBuilder();
        private final DoubleSummaryStatistics bits = new DoubleSummaryStatistics(); // of each character of text
        private final List<Token> pending = new ArrayList<>();
        private FinishReason reason = FinishReason.LENGTH;
        private boolean complete;

        UndeliveredSample(int number) {
            this.number = number;
        }

        @Override
        public void accept(Token token) {
            text.appendCodePoint(token.codePoint());
            bits.accept(token.bits());
            pending.add(token);
            if (undelivered.get(0) == this) {
                deliver();
            }
        }

        @Override
        public void finish(FinishReason finish) {
            reason = finish;
            complete = true;
            deliverCompleteSamples();
        }

        void deliver() {
            if (!pending.isEmpty()) {
                listener.accept(List.copyOf(pending));
                pending.clear();
            }
        }

        Sample sample() {
            return new Sample(number, options.seed() + number, text.toString(), reason, bits.getSum());
        }
    }
}
