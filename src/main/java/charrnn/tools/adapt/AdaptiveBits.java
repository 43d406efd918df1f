package charrnn.tools.adapt;

import charrnn.corpus.EncodedText;
import charrnn.evaluate.BitsPerCharacter;
import charrnn.model.StreamPredictor;
import charrnn.model.StreamSegment;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * Bits per character of predictions that get better by what was read before.
 *
 * <p>The text is read in one stream, from its beginning to its end, so a prediction has learned from nothing but what
 * stands before it: a decoder could rebuild the text. The network learns after each segment, the cache after each
 * character.
 *
 * @param network of the network alone, which may learn
 * @param cache of the cache alone; empty where there is none
 * @param mixture of both together; empty where there is no cache
 */
public record AdaptiveBits(
        BitsPerCharacter network, Optional<BitsPerCharacter> cache, Optional<BitsPerCharacter> mixture) {

    /**
     * Measures a network, and where there is a cache that and their mixture.
     *
     * @param text at least 2 characters; all but the first are predicted
     * @param segment characters that are predicted before the network learns from them
     * @param cache goes on from what it has read before
     * @param done told after each segment how many characters were predicted
     */
    public static AdaptiveBits of(
            StreamPredictor model, EncodedText text, int segment, Optional<ContextMixer> cache, LongConsumer done) {
        Costs costs = new Costs(cache);
        long predicted = text.length() - 1;
        model.reset();
        cache.ifPresent(c -> c.add(text.at(0)));
        for (long at = 0; at < predicted; at += segment) {
            StreamSegment next = StreamSegment.of(text, at, (int) Math.min(segment, predicted - at));
            costs.add(next.targets()[0], model.predict(next.inputs()), model.vocabulary());
            if (at + segment < predicted) {
                model.learn(next.targets());
            }
            done.accept(Math.min(at + segment, predicted));
        }
        model.reset();
        return costs.over(predicted);
    }

    /** Nats so far. */
    private static final class Costs {
        private final Optional<ContextMixer> cache;
        private double networkNats;
        private double cacheNats;
        private double mixtureNats;

        Costs(Optional<ContextMixer> cache) {
            this.cache = cache;
        }

        /** @param probabilities of all symbols for each target, [targets, vocabulary] */
        void add(int[] targets, float[] probabilities, int vocabulary) {
            for (int t = 0; t < targets.length; t++) {
                int at = t * vocabulary;
                networkNats -= Math.log(Math.max(probabilities[at + targets[t]], Float.MIN_NORMAL));
                if (cache.isPresent()) {
                    ContextMixer.Cost cost = cache.get().code(targets[t], probabilities, at);
                    cacheNats += cost.cache();
                    mixtureNats += cost.mixture();
                }
            }
        }

        AdaptiveBits over(long chars) {
            return new AdaptiveBits(
                    bits(networkNats, chars),
                    cache.map(c -> bits(cacheNats, chars)),
                    cache.map(c -> bits(mixtureNats, chars)));
        }

        private static BitsPerCharacter bits(double nats, long chars) {
            return new BitsPerCharacter(nats / chars / Math.log(2), chars);
        }
    }
}
