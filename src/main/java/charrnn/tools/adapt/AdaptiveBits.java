package charrnn.tools.adapt;

import charrnn.corpus.EncodedText;
import charrnn.evaluate.BitsPerCharacter;
import charrnn.model.StreamPredictor;
import charrnn.model.StreamPredictor.Segment;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * Bits per character of models that go on learning from the text they predict. The text is read in one stream, and a
 * prediction uses only what stands before it, so a decoder could rebuild the text. The network learns after each segment, the
 * cache after each character.
 *
 * @param network of the network alone, which may learn
 * @param cache of the cache alone; empty without one
 * @param mixture of both together; empty without a cache
 */
public record AdaptiveBits(
        BitsPerCharacter network, Optional<BitsPerCharacter> cache, Optional<BitsPerCharacter> mixture) {

    /**
     * Measures a network and, with a cache, that one and their mixture.
     *
     * @param text at least 2 characters; all but the first are predicted
     * @param segment characters that are predicted before the network learns from them
     * @param cache may have read other text before
     * @param done receives the number of predicted characters after each segment
     */
    public static AdaptiveBits of(
            StreamPredictor model, EncodedText text, int segment, Optional<ContextMixer> cache, LongConsumer done) {
        double networkNats = 0;
        double cacheNats = 0;
        double mixtureNats = 0;
        long predicted = text.length() - 1;
        model.reset();
        cache.ifPresent(c -> c.add(text.at(0)));
        for (long at = 0; at < predicted; at += segment) {
            Segment next = Segment.of(text, at, (int) Math.min(segment, predicted - at));
            float[] probabilities = model.predict(next.inputs()); // [time, vocabulary]
            int first = 0; // of the present row
            for (int target : next.targets()[0]) {
                networkNats -= Math.log(Math.max(probabilities[first + target], Float.MIN_NORMAL));
                if (cache.isPresent()) {
                    ContextMixer.Cost cost = cache.get().code(target, probabilities, first);
                    cacheNats += cost.cache();
                    mixtureNats += cost.mixture();
                }
                first += model.vocabulary();
            }
            if (at + segment < predicted) {
                model.learn(next.targets());
            }
            done.accept(Math.min(at + segment, predicted));
        }
        model.reset();
        BitsPerCharacter cacheBits = BitsPerCharacter.ofNats(cacheNats, predicted);
        BitsPerCharacter mixtureBits = BitsPerCharacter.ofNats(mixtureNats, predicted);
        return new AdaptiveBits(
                BitsPerCharacter.ofNats(networkNats, predicted),
                cache.map(c -> cacheBits),
                cache.map(c -> mixtureBits));
    }
}
