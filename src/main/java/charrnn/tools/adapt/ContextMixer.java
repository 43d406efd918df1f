package charrnn.tools.adapt;

import charrnn.corpus.EncodedText;
import java.util.function.LongConsumer;

/**
 * An n-gram cache of the text that has been read, and its mixture with a network's predictions. Each predicted
 * character updates the counts, their calibration and the weights of the mixers.
 */
public final class ContextMixer {
    private static final int WINDOW = 4096; // characters per read
    private static final int MIN_MATCH = 5;
    private static final float INITIAL_WEIGHT = 0.15f;
    private static final float BIAS = 0.3f; // a constant input
    private static final int NODES = 1024; // values of the selector for the decision's node
    private static final int ODDS_LEVELS = 24; // values of the selector for the network's log odds
    private static final double MIN_BIT_PROBABILITY = 1e-5;
    private static final float MIN_SYMBOL_PROBABILITY = 1e-9f;

    private final int symbols;
    private final SymbolHistory history;
    private final CountInputs counts;
    private final MatchModel match;
    private final double[] cumulative; // the network's probability of all symbols below an index, [symbols + 1]
    private final BinaryDecision decision = new BinaryDecision();

    private final float[] inputs = new float[CountInputs.SIZE + 3];
    private final int[] selectors = new int[4];
    private final Mixer cacheMixer; // without the network's input and selector, which are the last ones
    private final Mixer mixer;

    /**
     * Creates an empty cache.
     *
     * @param symbols size of the vocabulary
     * @param capacity maximum number of characters to read
     */
    public ContextMixer(int symbols, int capacity) {
        this.symbols = symbols;
        history = new SymbolHistory(capacity);
        counts = new CountInputs(new Counters(logSlots(capacity)));
        match = new MatchModel(history, MIN_MATCH);
        cumulative = new double[symbols + 1];
        cacheMixer = new Mixer(inputs.length - 1, INITIAL_WEIGHT, MatchModel.LEVELS, NODES, CountInputs.SIZE + 1);
        mixer = new Mixer(inputs.length, INITIAL_WEIGHT, MatchModel.LEVELS, NODES, CountInputs.SIZE + 1, ODDS_LEVELS);
    }

    /** Binary logarithm of the number of counters: about 32 per character, at most 64 million. */
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

    /** Reads a character without predicting or counting it. */
    public void add(int symbol) {
        history.add(symbol);
        match.advance();
    }

    /**
     * Learns a text before the one to predict.
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
     * @param probabilities contains the network's probabilities of all symbols
     * @param at index of the first one
     */
    public Cost code(int symbol, float[] probabilities, int at) {
        for (int v = 0; v < symbols; v++) {
            cumulative[v + 1] = cumulative[v] + Math.max(MIN_SYMBOL_PROBABILITY, probabilities[at + v]);
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
        int known = counts.predict(decision, history.contexts(), inputs);
        inputs[last - 2] = match.predict(decision);
        inputs[last - 1] = BIAS;
        inputs[last] = withNetwork ? networkLogOdds() : 0;
        selectors[0] = match.level();
        selectors[1] = Math.min(decision.node(), NODES - 1);
        selectors[2] = known;
        selectors[3] = Math.max(0, Math.min(ODDS_LEVELS - 1, ODDS_LEVELS / 2 + Math.round(inputs[last])));
    }

    private float networkLogOdds() {
        double zero = cumulative[decision.middle()] - cumulative[decision.low()];
        double one = cumulative[decision.high()] - cumulative[decision.middle()];
        return (float) Math.log(one / zero);
    }

    private double cost(Mixer mixer, int bit) {
        double one = Math.max(MIN_BIT_PROBABILITY, Math.min(1 - MIN_BIT_PROBABILITY, mixer.mix(inputs, selectors)));
        mixer.learn(inputs, bit);
        return -Math.log(bit == 1 ? one : 1 - one);
    }
}
