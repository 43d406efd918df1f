package charrnn.tools.adapt;

import charrnn.corpus.EncodedText;
import java.util.function.LongConsumer;

/**
 * A memory of all text that was read, as n-grams and repeats, and its mixture with the predictions of a network.
 *
 * <p>Everything is learned from a character after it was predicted: the counts, what they are worth, and whom to trust.
 */
public final class ContextMixer {
    private static final int WINDOW = 4096; // of a text that is read
    private static final int REPEAT = 5; // characters that agree at least
    private static final float FIRST_WEIGHT = 0.15f;
    private static final float BIAS = 0.3f; // an opinion that never changes
    private static final int NODES = 1024; // questions that the mixers tell apart
    private static final int ODDS = 24; // levels of the network's log odds that they tell apart
    private static final double LEAST = 1e-5; // no answer is impossible

    private final int symbols;
    private final SymbolHistory history;
    private final Contexts contexts;
    private final CountInputs counted;
    private final MatchModel repeat;
    private final NetworkInput network;
    private final BinaryDecision question = new BinaryDecision();

    private final float[] opinions = new float[CountInputs.SIZE + 3];
    private final int[] situation = new int[4];
    private final Mixer alone; // without the last opinion and aspect of the situation, which are the network's
    private final Mixer together;

    /**
     * Nothing is known yet.
     *
     * @param symbols size of the vocabulary
     * @param capacity most characters to be read
     */
    public ContextMixer(int symbols, int capacity) {
        this.symbols = symbols;
        history = new SymbolHistory(capacity);
        contexts = new Contexts(history);
        counted = new CountInputs(new Counters(logSlots(capacity)));
        repeat = new MatchModel(history, REPEAT);
        network = new NetworkInput(symbols);
        alone = new Mixer(opinions.length - 1, FIRST_WEIGHT, MatchModel.LEVELS, NODES, Contexts.COUNT + 1);
        together = new Mixer(opinions.length, FIRST_WEIGHT, MatchModel.LEVELS, NODES, Contexts.COUNT + 1, ODDS);
    }

    /** About 32 counters a character, 64 million at most. */
    private static int logSlots(int capacity) {
        return Math.max(16, Math.min(26, 36 - Integer.numberOfLeadingZeros(capacity)));
    }

    /**
     * What the code of a character costs.
     *
     * @param cache nats by the cache alone
     * @param mixture nats by the cache and the network
     */
    public record Cost(double cache, double mixture) {}

    /** Reads a character that is not predicted. */
    public void add(int symbol) {
        history.add(symbol);
        contexts.advance();
        repeat.advance();
    }

    /**
     * Reads a text that goes before the one to be predicted.
     *
     * @param done told time and again how many characters were read
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
     * Predicts the next character, is told it, and learns.
     *
     * @param symbol the character
     * @param probabilities a network's, of all symbols, from an index on
     * @param at that index
     */
    public Cost code(int symbol, float[] probabilities, int at) {
        network.take(probabilities, at);
        return code(symbol, true);
    }

    private Cost code(int symbol, boolean networked) {
        double cache = 0;
        double mixture = 0;
        for (question.begin(symbols); question.isOpen(); ) {
            int answer = question.answer(symbol);
            ask(networked);
            cache += cost(alone, answer);
            if (networked) {
                mixture += cost(together, answer);
            }
            counted.learn(answer);
            repeat.learn(answer);
            question.follow(answer);
        }
        add(symbol);
        return new Cost(cache, mixture);
    }

    private void ask(boolean networked) {
        int last = opinions.length - 1;
        int known = counted.ask(question, contexts.hashes(), opinions);
        opinions[last - 2] = repeat.ask(question);
        opinions[last - 1] = BIAS;
        opinions[last] = networked ? network.ask(question) : 0;
        situation[0] = repeat.level();
        situation[1] = Math.min(question.node(), NODES - 1);
        situation[2] = known;
        situation[3] = Math.max(0, Math.min(ODDS - 1, ODDS / 2 + Math.round(opinions[last])));
    }

    private double cost(Mixer mixer, int answer) {
        double yes = Math.max(LEAST, Math.min(1 - LEAST, mixer.mix(opinions, situation)));
        mixer.learn(opinions, answer);
        return -Math.log(answer == 1 ? yes : 1 - yes);
    }
}
