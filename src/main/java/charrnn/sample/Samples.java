package charrnn.sample;

import charrnn.model.LanguageModel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.OptionalLong;

/**
 * Generates a number of samples, many at the same time, and delivers them in their order. Of several candidates for a
 * sample the one with the fewest bits per character by the model's own probabilities is taken.
 */
public final class Samples {
    /** Candidates that are generated at the same time. More are hardly faster, and each has its buffers. */
    private static final int TOGETHER = 64;

    /**
     * A complete sample.
     *
     * @param number from 0
     * @param seed of its randomness; empty if nothing was drawn
     * @param text without the prime and the stop string
     * @param bits information of the text by the model's own probabilities
     */
    public record Sample(int number, OptionalLong seed, String text, FinishReason reason, double bits) {}

    /** Receives the samples one after the other. */
    public interface Listener {
        /** The sample that is completed next has further characters, one or more. */
        default void accept(List<Token> tokens) {}

        /** A sample is complete. */
        void complete(Sample sample);
    }

    private final TextGenerator generator;
    private final SamplingOptions options;
    private final LogitsProcessorFactory processors;
    private final String prime;
    private final int bestOf;
    private final Listener listener;
    private final Deque<Contest> contests = new ArrayDeque<>(); // of the samples that are not delivered, in their order

    /**
     * Samples of one prime.
     *
     * @param model without streams
     * @param processors create the logits processor of each candidate
     * @param bestOf candidates for each sample, 1 or more; sample k, from 0, has those with the seeds
     *     {@code seed + k * bestOf} and following
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

    /** Generates all samples; the next candidate begins when one has ended. */
    public void generate() {
        long all = (long) options.count() * bestOf;
        for (int begun = 0; begun < all || generator.size() > 0; ) {
            while (begun < all && generator.size() < TOGETHER) {
                begin(begun++);
            }
            generator.step();
        }
    }

    private void begin(int number) {
        if (number % bestOf == 0) {
            contests.add(new Contest(number / bestOf));
        }
        Candidate candidate = new Candidate(number, contests.getLast());
        generator.add(options.request(prime, number, processors, 0), candidate);
    }

    /** The candidates for one sample. */
    private static final class Contest {
        private final int sample;
        private final List<Candidate> complete = new ArrayList<>();

        Contest(int sample) {
            this.sample = sample;
        }
    }

    private void deliver() {
        while (!contests.isEmpty() && contests.element().complete.size() == bestOf) {
            Contest contest = contests.remove();
            Candidate best = Collections.min(contest.complete, Comparator.comparingDouble(c -> c.bitsPerChar));
            best.deliver();
            OptionalLong seed = OptionalLong.of(options.seed() + best.number);
            listener.complete(new Sample(contest.sample, seed, best.text.toString(), best.reason, best.bits.getSum()));
        }
    }

    private final class Candidate implements GenerationListener {
        private final int number;
        private final Contest contest;
        private final StringBuilder text = new StringBuilder();
        private final DoubleSummaryStatistics bits = new DoubleSummaryStatistics(); // of the text's characters
        private final List<Token> undelivered = new ArrayList<>();
        private FinishReason reason = FinishReason.LENGTH;
        private double bitsPerChar;

        Candidate(int number, Contest contest) {
            this.number = number;
            this.contest = contest;
        }

        @Override
        public void accept(Token token) {
            text.appendCodePoint(token.codePoint());
            bits.accept(token.bits());
            undelivered.add(token);
            if (bestOf == 1 && contests.element() == contest) {
                deliver();
            }
        }

        @Override
        public void finish(FinishReason finish, double meanBits) {
            reason = finish;
            bitsPerChar = meanBits;
            contest.complete.add(this);
            Samples.this.deliver();
        }

        void deliver() {
            if (!undelivered.isEmpty()) {
                listener.accept(List.copyOf(undelivered));
                undelivered.clear();
            }
        }
    }
}
