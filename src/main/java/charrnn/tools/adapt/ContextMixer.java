package charrnn.tools.adapt;

import charrnn.corpus.EncodedText;
import java.util.function.LongConsumer;

/**
 * An n-gram cache of all text that was read, and its mixture with the predictions of a network. Everything is learned from a
 * character after its prediction: the counts, their calibration and the weights of the mixers.
 */
public final class ContextMixer {
    private static final int WINDOW = 4096; // characters of a text that are read at a time
    private static final int SHORTEST_MATCH = 5;
    private static final float FIRST_WEIGHT = 0.15f;
    private static final float BIAS = 0.3f; // a constant input
    private static final int NODES = 1024; // positions in the code that the mixers tell apart
    private static final int ODDS = 24; // levels of the network's log odds that they tell apart
    private static final double LEAST = 1e-5; // probability of a bit
    private static final float LEAST_OF_NETWORK = 1e-9f; // probability of a symbol

    private final int symbols;
    private final SymbolHistory history;
    private final Contexts contexts;
    private final CountInputs counts;
    private final MatchModel match;
    private final double[] below; // the network's probability of all smaller symbols, [symbols + 1]
    private final BinaryDecision decision = new BinaryDecision();

    private final float[] inputs = new float[CountInputs.SIZE + 3];
    private final int[] selectors = new int[4];
    private final Mixer cacheMixer; // without the last input and selector, which are the network's
    private final Mixer mixer;

    /**
     * A cache that has read nothing.
     *
     * @param symbols size of the vocabulary
     * @param capacity most characters to be read
     */
    public ContextMixer(int symbols, int capacity) {
        this.symbols = symbols;
        history = new SymbolHistory(capacity);
        contexts = new Contexts(history);
        counts = new CountInputs(new Counters(logSlots(capacity)));
        match = new MatchModel(history, SHORTEST_MATCH);
        below = new double[symbols + 1];
        cacheMixer = new Mixer(inputs.length - 1, FIRST_WEIGHT, MatchModel.LEVELS, NODES, Contexts.COUNT + 1);
        mixer = new Mixer(inputs.length, FIRST_WEIGHT, MatchModel.LEVELS, NODES, Contexts.COUNT + 1, ODDS);
    }

    /** About 32 counters a character, 64 million at most. */
    private static int logSlots(int capacity) {
        return Math.max(16, Math.min(26, 36 - Integer.numberOfLeadingZeros(capacity)));
    }

    /**
     * The coding cost of a character.
     *
     * @param cache nats by the cache alone
     * @param mixture nats by the cache and the network
     */
    public record Cost(double cache, double mixture) {}

    /** Reads a character without predicting it. */
    public void add(int symbol) {
        history.add(symbol);
        contexts.advance();
        match.advance();
    }

    /**
     * Reads a text that comes before the one to be predicted.
     *
     * @param done receives the number of characters read, from time to time
     */
    public void read(EncodedText text, LongConsumer done) {
        for (long at = 0; at < text.length(); at += WINDOW) {
            int[] window = text.read(at, (int) Math.min(WINDOW, text.length() - at));
            for (int symbol : window) {
                code(symbol, false);
            }
            done.accept(at + window.length);
        }
    }

    /**
     * Predicts the next character and learns it.
     *
     * @param symbol the character
     * @param probabilities a network's, of all symbols, from an index on
     * @param at that index
     */
    public Cost code(int symbol, float[] probabilities, int at) {
        for (int v = 0; v < symbols; v++) {
            below[v + 1] = below[v] + Math.max(LEAST_OF_NETWORK, probabilities[at + v]);
        }
        return code(symbol, true);
    }

    private Cost code(int symbol, boolean withNetwork) {
        double cache = 0;
        double mixture = 0;
        for (decision.begin(symbols); decision.isOpen(); ) {
            int bit = decision.bit(symbol);
            predict(withNetwork);
            cache += cost(cacheMixer, bit);
            if (withNetwork) {
                mixture += cost(mixer, bit);
            }
            counts.learn(bit);
            match.learn(bit);
            decision.follow(bit);
        }
        add(symbol);
        return new Cost(cache, mixture);
    }

    private void predict(boolean withNetwork) {
        int last = inputs.length - 1;
        int known = counts.predict(decision, contexts.hashes(), inputs);
        inputs[last - 2] = match.predict(decision);
        inputs[last - 1] = BIAS;
        inputs[last] = withNetwork ? networkLogOdds() : 0;
        selectors[0] = match.level();
        selectors[1] = Math.min(decision.node(), NODES - 1);
        selectors[2] = known;
        selectors[3] = Math.max(0, Math.min(ODDS - 1, ODDS / 2 + Math.round(inputs[last])));
    }

    private float networkLogOdds() {
        double zero = below[decision.middle()] - below[decision.low()];
        double one = below[decision.high()] - below[decision.middle()];
        return (float) Math.log(one / zero);
    }

    private double cost(Mixer mixer, int bit) {
        double one = Math.max(LEAST, Math.min(1 - LEAST, mixer.mix(inputs, selectors)));
        mixer.learn(inputs, bit);
        return -Math.log(bit == 1 ? one : 1 - one);
    }
}
