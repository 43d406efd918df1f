package charrnn.tools.adapt;

import charrnn.corpus.EncodedText;
import charrnn.corpus.InputReader;
import charrnn.evaluate.BitsPerCharacter;
import charrnn.model.StreamPredictor;
import charrnn.model.StreamPredictor.Segment;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * Bits per character of models that learn from the text while they predict it. The text is read as one stream, and each
 * prediction uses only the characters before it. The network learns after each segment, the cache after each character.
 *
 * @param network bits of the network
 * @param cache bits of the cache; empty without one
 * @param mixture bits of both together; empty without a cache
 */
public record AdaptiveBits(
        BitsPerCharacter network, Optional<BitsPerCharacter> cache, Optional<BitsPerCharacter> mixture) {

    /**
     * Measures a network and, if given, a cache and the mixture of both.
     *
     * @param model keeps what it learns
     * @param from position of the first character to read; all after it are predicted
     * @param segment number of characters that are predicted before the network learns from them
     * @param cache may have read other text before
     * @param done receives the number of predicted characters after each segment
     */
    public static AdaptiveBits of(
            StreamPredictor model,
            EncodedText text,
            long from,
            int segment,
            Optional<ContextMixer> cache,
            LongConsumer done) {
        double networkNats = 0;
        double cacheNats = 0;
        double mixtureNats = 0;
        long last = text.length() - 1;
        long predicted = last - from;
        InputReader reader = model.reader(text);
        model.reset();
        cache.ifPresent(c -> c.add(text.at(from)));
        for (long at = from; at < last; at += segment) {
            Segment next = Segment.of(reader, at, (int) Math.min(segment, last - at));
            float[] probabilities = model.predict(next.inputs()); // [time, vocabulary]
            int row = 0; // offset of the current time step
            for (int target : next.targets()[0]) {
                networkNats -= Math.log(Math.max(probabilities[row + target], Float.MIN_NORMAL));
                if (cache.isPresent()) {
                    ContextMixer.Cost cost = cache.get().code(target, probabilities, row);
                    cacheNats += cost.cache();
                    mixtureNats += cost.mixture();
                }
                row += probabilities.length / next.targets()[0].length;
            }
            model.learn(next.targets());
            done.accept(Math.min(at + segment, last) - from);
        }
        BitsPerCharacter ofNetwork = BitsPerCharacter.ofNats(networkNats, predicted);
        if (cache.isEmpty()) {
            return new AdaptiveBits(ofNetwork, Optional.empty(), Optional.empty());
        }
        return new AdaptiveBits(
                ofNetwork,
                Optional.of(BitsPerCharacter.ofNats(cacheNats, predicted)),
                Optional.of(BitsPerCharacter.ofNats(mixtureNats, predicted)));
    }
}
