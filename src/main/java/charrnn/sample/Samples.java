package charrnn.sample;

import charrnn.model.BatchLanguageModel;
import charrnn.sample.TextGenerator.End;

/**
 * Writes as many samples as a person asks for, many at the same time. Of several candidates for a sample the one is
 * taken that the model itself finds the likeliest: the one with the fewest bits per character.
 */
public final class Samples {
    /** Candidates that are written at the same time. More are hardly faster, and each has its buffers. */
    private static final int TOGETHER = 64;

    private final BatchGenerator generator;
    private final SamplingOptions options;
    private final Guides guides;
    private final String prime;
    private final int bestOf;
    private final Listener listener;

    /** Told of the samples, by their numbers from 0. */
    public interface Listener {
        /** A sample goes on with a Unicode code point. */
        void accept(int sample, int codePoint);

        /** A sample is complete, and why it ended. */
        void complete(int sample, End end);
    }

    /**
     * Samples of one prime.
     *
     * @param guides steer each candidate
     * @param bestOf candidates for each sample, 1 or more; sample k, from 0, has those with the seeds
     *     {@code seed + k * bestOf} and following
     */
    public Samples(
            BatchLanguageModel model,
            SamplingOptions options,
            Guides guides,
            String prime,
            int bestOf,
            Listener listener) {
        this.generator = new BatchGenerator(model, options.sampler());
        this.options = options;
        this.guides = guides;
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
        Guide guide = guides.begin(prime, options.length());
        if (bestOf == 1) {
            generator.begin(
                    prime,
                    options.random(candidate),
                    guide,
                    options.length(),
                    options.stop(),
                    codePoint -> listener.accept(sample, codePoint),
                    end -> listener.complete(sample, end));
            return;
        }
        StringBuilder text = new StringBuilder();
        Likelihood likelihood = new Likelihood();
        generator.begin(
                prime,
                options.random(candidate),
                likelihood.then(guide),
                options.length(),
                options.stop(),
                text::appendCodePoint,
                end -> contest.enter(sample, text, end, likelihood.bitsPerChar()));
    }

    /** The candidates for one sample. */
    private final class Contest {
        private StringBuilder best = new StringBuilder();
        private End bestEnd = End.LENGTH;
        private double fewest = Double.POSITIVE_INFINITY;
        private int entered;

        void enter(int sample, StringBuilder text, End end, double bitsPerChar) {
            if (bitsPerChar < fewest) {
                fewest = bitsPerChar;
                best = text;
                bestEnd = end;
            }
            if (++entered == bestOf) {
                best.codePoints().forEach(codePoint -> listener.accept(sample, codePoint));
                listener.complete(sample, bestEnd);
            }
        }
    }
}
