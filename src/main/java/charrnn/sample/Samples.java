package charrnn.sample;

import charrnn.model.BatchLanguageModel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;

/**
 * Writes as many samples as a person asks for, many at the same time. Of several candidates for a sample the one is
 * taken that the model itself finds the likeliest: the one with the fewest bits per character.
 */
public final class Samples {
    /** Candidates that are written at the same time. More are hardly faster, and each has its buffers. */
    private static final int TOGETHER = 64;

    private final BatchGenerator generator;
    private final SamplingOptions options;
    private final LogitsProcessorFactory processors;
    private final String prime;
    private final int bestOf;
    private final Listener listener;

    /** Told of the samples, by their numbers from 0. */
    public interface Listener {
        /** A sample goes on with a Unicode code point. */
        void accept(int sample, int codePoint);

        /**
         * Receives the seed and the information of a sample, just before {@link #complete}.
         *
         * @param seed the sample's random seed; empty if nothing was drawn
         * @param bits information of the text by the model's own probabilities
         */
        default void measured(int sample, OptionalLong seed, double bits) {}

        /** Receives the end of a sample, with the reason. */
        void complete(int sample, FinishReason end);
    }

    /**
     * Samples of one prime.
     *
     * @param processors steer each candidate
     * @param bestOf candidates for each sample, 1 or more; sample k, from 0, has those with the seeds
     *     {@code seed + k * bestOf} and following
     */
    public Samples(
            BatchLanguageModel model,
            SamplingOptions options,
            LogitsProcessorFactory processors,
            String prime,
            int bestOf,
            Listener listener) {
        this.generator = new BatchGenerator(model, options.sampler());
        this.options = options;
        this.processors = processors;
        this.prime = prime;
        this.bestOf = bestOf;
        this.listener = listener;
    }

    /** Writes them all; the next candidate begins where one has ended. */
    public void write() {
        Contest contest = new Contest();
        long all = (long) options.count() * bestOf;
        for (int begun = 0; begun < all || generator.texts() > 0; ) {
            while (begun < all && generator.texts() < TOGETHER) {
                if (begun % bestOf == 0) {
                    contest = new Contest();
                }
                begin(begun++, contest);
            }
            if (generator.texts() > 0) {
                generator.step();
            }
        }
    }

    private void begin(int candidate, Contest contest) {
        int sample = candidate / bestOf;
        Likelihood likelihood = new Likelihood();
        StringBuilder text = new StringBuilder();
        generator.begin(
                prime,
                options.random(candidate),
                likelihood.then(processors.create(prime, options.length())),
                options.length(),
                options.stop(),
                bestOf == 1 ? codePoint -> listener.accept(sample, codePoint) : text::appendCodePoint,
                end -> {
                    Candidate complete = new Candidate(candidate, text.toString(), end, likelihood);
                    if (bestOf == 1) {
                        complete(sample, complete);
                    } else {
                        contest.enter(sample, complete);
                    }
                });
    }

    private void complete(int sample, Candidate taken) {
        OptionalLong seed = OptionalLong.of(options.seed() + taken.number);
        listener.measured(sample, seed, taken.likelihood.bits(taken.end, options.stop()));
        listener.complete(sample, taken.end);
    }

    private record Candidate(int number, String text, FinishReason end, Likelihood likelihood) {}

    /** The candidates for one sample. */
    private final class Contest {
        private final List<Candidate> candidates = new ArrayList<>();

        void enter(int sample, Candidate candidate) {
            candidates.add(candidate);
            if (candidates.size() == bestOf) {
                Candidate best = Collections.min(candidates, Comparator.comparingDouble(c -> c.likelihood()
                        .bitsPerChar()));
                best.text.codePoints().forEach(codePoint -> listener.accept(sample, codePoint));
                complete(sample, best);
            }
        }
    }
}
