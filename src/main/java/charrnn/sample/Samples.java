package charrnn.sample;

import charrnn.model.LanguageModel;
import charrnn.sample.GeneratedText.FinishReason;
import charrnn.sample.LogitsProcessor.LogitsProcessorFactory;
import charrnn.sample.TextGenerator.GenerationListener;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.OptionalLong;

/**
 * Generates samples, many at the same time, and delivers them in order: of several candidates for a sample, the one
 * with the fewest bits per character by the model's own probabilities.
 */
public final class Samples {
    /** Maximum number of candidates generated at the same time. More are hardly faster, and each needs buffers. */
    private static final int MAX_CONCURRENT = 64;

    /**
     * A complete sample.
     *
     * @param number from 0
     * @param seed seed of its random generator; empty for beam search
     * @param text without the prime and the stop string
     * @param bits information of the text by the model's own probabilities
     */
    public record Sample(int number, OptionalLong seed, String text, FinishReason reason, double bits) {}

    public interface Listener {
        /** Receives the next characters, one or more, of the sample that is completed next. */
        default void accept(List<Token> tokens) {}

        void complete(Sample sample);
    }

    private final TextGenerator generator;
    private final SamplingOptions options;
    private final LogitsProcessorFactory processors;
    private final String prime;
    private final int bestOf;
    private final Listener listener;
    private final List<Candidate> undelivered = new ArrayList<>(); // in the order of their numbers

    /**
     * @param model has no streams
     * @param processors create the logits processor of each candidate
     * @param bestOf number of candidates for each sample, 1 or more; the candidates for sample k, from 0, have the
     *     seeds from {@code seed + k * bestOf} on
     */
    public Samples(
            LanguageModel model,
            SamplingOptions options,
            LogitsProcessorFactory processors,
            String prime,
            int bestOf,
            Listener listener) {
        this.generator = new TextGenerator(model);
        this.options = options;
        this.processors = processors;
        this.prime = prime;
        this.bestOf = bestOf;
        this.listener = listener;
    }

    /** Generates samples with one candidate each and returns their texts, without the prime. */
    public static List<String> texts(
            LanguageModel model, SamplingOptions options, LogitsProcessorFactory processors, String prime) {
        List<String> texts = new ArrayList<>();
        new Samples(model, options, processors, prime, 1, sample -> texts.add(sample.text())).generate();
        return texts;
    }

    /** Generates all samples; a candidate starts when another one has ended. */
    public void generate() {
        long all = (long) options.count() * bestOf;
        for (int begun = 0; begun < all || generator.size() > 0; ) {
            for (; begun < all && generator.size() < MAX_CONCURRENT; begun++) {
                Candidate candidate = new Candidate(begun);
                undelivered.add(candidate);
                generator.add(options.request(prime, begun, processors), candidate);
            }
            generator.step();
        }
    }

    /** Delivers the samples before the first one that has an incomplete candidate. */
    private void deliverCompleteSamples() {
        while (undelivered.size() >= bestOf
                && undelivered.stream().limit(bestOf).allMatch(candidate -> candidate.complete)) {
            List<Candidate> candidates = undelivered.subList(0, bestOf);
            Candidate best = Collections.min(candidates, Comparator.comparingDouble(c -> c.bitsPerChar));
            candidates.clear();
            best.deliver();
            OptionalLong seed = OptionalLong.of(options.seed() + best.number);
            listener.complete(
                    new Sample(best.number / bestOf, seed, best.text.toString(), best.reason, best.bits.getSum()));
        }
    }

    private final class Candidate implements GenerationListener {
        private final int number;
        private final StringBuilder text = new StringBuilder();
        private final DoubleSummaryStatistics bits = new DoubleSummaryStatistics(); // of each character of text
        private final List<Token> pending = new ArrayList<>();
        private FinishReason reason = FinishReason.LENGTH;
        private double bitsPerChar;
        private boolean complete;

        Candidate(int number) {
            this.number = number;
        }

        @Override
        public void accept(Token token) {
            text.appendCodePoint(token.codePoint());
            bits.accept(token.bits());
            pending.add(token);
            if (bestOf == 1 && undelivered.get(0) == this) {
                deliver();
            }
        }

        @Override
        public void finish(FinishReason finish, double meanBits) {
            reason = finish;
            bitsPerChar = meanBits;
            complete = true;
            deliverCompleteSamples();
        }

        void deliver() {
            if (!pending.isEmpty()) {
                listener.accept(List.copyOf(pending));
                pending.clear();
            }
        }
    }
}
