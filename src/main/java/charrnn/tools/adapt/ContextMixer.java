package charrnn.tools.adapt;

import charrnn.corpus.EncodedText;
import charrnn.corpus.Vocabulary;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;

/**
 * An n-gram cache of the text that has been read, and its mixture with a network's predictions. Each predicted
 * character updates the counts, their calibration and the weights of the mixers.
 */
public final class ContextMixer {
    /** Number of characters at the end of a long text that {@link #readQuickly} learns. */
    public static final int LEARNED_CHARS = 1_000_000;

    /** Usual capacity beyond the text that is known at the start, for what is read later. */
    public static final int SPARE_CHARS = 100_000;

    private static final int MAX_SPARE_CHARS = 1_000_000; // of a cache that is loaded, beyond twice its characters
    private static final int WINDOW = 4096; // characters per read
    private static final int MIN_MATCH = 5;
    private static final float INITIAL_WEIGHT = 0.15f; // of the cache's inputs
    private static final float BIAS = 0.3f; // a constant input
    private static final int NODES = 1024; // values of the selector for the decision's node
    private static final int LAST_SYMBOLS = 1024; // values of the selector for the last symbol
    private static final int WORD_LENGTHS = 16; // values of the selector for the length of the current word
    private static final int ODDS_LEVELS = 24; // values of the selector for the network's log odds
    private static final double MIN_BIT_PROBABILITY = 1e-5;
    private static final float MIN_SYMBOL_PROBABILITY = 1e-9f;

    private final int symbols;
    private final int capacity;
    private final boolean isCopy;
    private final CountInputs counts;
    private final MatchModel match; // of the text that was read
    private final double[] cumulative; // the network's probability of all symbols below an index, [symbols + 1]

    private final float[] cacheInputs = new float[CountInputs.SIZE + 2];
    private final float[] inputs = new float[2]; // the cache's prediction and the network's
    private final int[] selectors = new int[6];
    private final Mixer cacheMixer; // without the last selector, which is the network's
    private final Mixer mixer;

    /**
     * Creates an empty cache.
     *
     * @param capacity number of characters to read; the tables become crowded with more
     */
    public ContextMixer(Vocabulary vocabulary, int capacity) {
        symbols = vocabulary.size();
        this.capacity = capacity;
        isCopy = false;
        counts = new CountInputs(new Counters(logSlots(capacity)));
        match = new MatchModel(new SymbolHistory(vocabulary, capacity), MIN_MATCH);
        cumulative = new double[symbols + 1];
        int[] values = {MatchModel.LEVELS, NODES, CountInputs.SIZE + 1, LAST_SYMBOLS, WORD_LENGTHS, ODDS_LEVELS};
        cacheMixer = new Mixer(cacheInputs.length, INITIAL_WEIGHT, Arrays.copyOf(values, values.length - 1));
        mixer = new Mixer(inputs.length, 1f / inputs.length, values);
    }

    private ContextMixer(ContextMixer from) {
        symbols = from.symbols;
        capacity = from.capacity;
        isCopy = true;
        counts = new CountInputs(from.counts);
        match = MatchModel.copy(from.match);
        cumulative = new double[symbols + 1];
        cacheMixer = new Mixer(from.cacheMixer);
        mixer = new Mixer(from.mixer);
    }

    /**
     * A copy that can read on. It shares the memory of what was read, so that it is cheap; this cache must not read on as long
     * as the copy is in use, unless it is a copy itself.
     */
    public ContextMixer copy() {
        return new ContextMixer(this);
    }

    /** Binary logarithm of the number of counters: about 32 per character, at most 64 million. */
    private static int logSlots(int capacity) {
        return Math.max(16, Math.min(26, 36 - Integer.numberOfLeadingZeros(capacity)));
    }

    public int capacity() {
        return capacity;
    }

    /** The last characters that were read, at most a given number. */
    public int[] last(int most) {
        SymbolHistory history = match.history();
        return IntStream.range(Math.max(0, history.length() - most), history.length())
                .map(history::at)
                .toArray();
    }

    /** Writes the state, for {@link #read(DataInputStream, Vocabulary, long)}. Not for a copy, nor for more characters than the capacity. */
    public void write(DataOutputStream out) throws IOException {
        out.writeInt(capacity);
        out.writeInt(match.history().length());
        transfer(new StateStream(out));
    }

    /**
     * Reads a state that was written. The cache makes the same predictions as the one that wrote it.
     *
     * @param bytes number of bytes that the stream has; it limits the memory that is allocated
     * @throws IOException if the stream ends or has a value that no cache writes
     */
    public static ContextMixer read(DataInputStream in, Vocabulary vocabulary, long bytes) throws IOException {
        int capacity = in.readInt();
        int length = in.readInt();
        long needed = 4L * (1 << logSlots(capacity)) + 4L * MatchModel.slots(capacity) + 2L * length;
        if (length < 0 || capacity < length || capacity > 2L * length + MAX_SPARE_CHARS || needed > bytes) {
            throw new IOException("a size is out of range");
        }
        ContextMixer cache = new ContextMixer(vocabulary, capacity);
        cache.transfer(new StateStream(in));
        return cache;
    }

    private void transfer(StateStream state) throws IOException {
        match.history().transfer(state);
        counts.transfer(state);
        match.transfer(state);
        cacheMixer.transfer(state);
        mixer.transfer(state);
    }

    /** Reads a character without predicting or counting it. */
    public void add(int symbol) {
        match.add(symbol);
    }

    /** Learns a character without a network's prediction of it. */
    public void learn(int symbol) {
        learn(symbol, false);
    }

    /**
     * Learns a character and a network's prediction of it.
     *
     * @param logProbabilities natural logarithms of the network's probabilities, [symbols]
     */
    public void learn(int symbol, float[] logProbabilities) {
        setNetwork(logProbabilities);
        learn(symbol, true);
    }

    /**
     * Learns a part of a text without a network's predictions.
     *
     * @param from position of the first character
     * @param to position after the last character
     * @param done receives the number of characters read, from time to time
     */
    public void read(EncodedText text, long from, long to, LongConsumer done) {
        for (long at = from; at < to; at += WINDOW) {
            int[] window = text.read(at, (int) Math.min(WINDOW, to - at));
            Arrays.stream(window).forEach(this::learn);
            done.accept(at + window.length - from);
        }
    }

    /**
     * Reads the first characters of a text quickly: the last {@value #LEARNED_CHARS} of them are learned as by {@link #read},
     * the others only counted, which changes neither calibrations nor weights. Not for a copy.
     */
    public void readQuickly(EncodedText text, long length, LongConsumer done) {
        if (isCopy) {
            throw new IllegalStateException("several threads cannot write to the pages of a copy");
        }
        long learned = Math.max(0, length - LEARNED_CHARS); // position of the first character to learn
        SymbolHistory history = match.history();
        int start = history.length();
        for (long at = 0; at < learned; at += WINDOW) {
            history.add(text.read(at, (int) Math.min(WINDOW, learned - at)));
        }
        new BulkCounter(counts.counters(), history, symbols).count(start, history.length(), BulkCounter.THREADS, done);
        for (int end = start + 1; end <= history.length(); end++) {
            match.advance(end);
        }
        read(text, learned, length, read -> done.accept(learned + read));
    }

    /** The coding cost of a character in nats, by the cache alone and by its mixture with the network. */
    public record Cost(double cache, double mixture) {}

    /**
     * Predicts the next character and learns it.
     *
     * @param probabilities contains the network's probabilities of all symbols
     * @param at index of the first one
     */
    public Cost code(int symbol, float[] probabilities, int at) {
        for (int v = 0; v < symbols; v++) {
            setNetwork(v, probabilities[at + v]);
        }
        double cache = 0;
        double mixture = 0;
        for (BinaryDecision next = BinaryDecision.first(symbols); next.isOpen(); ) {
            int bit = next.bit(symbol);
            double one = predict(match, next);
            cache += cost(one, bit);
            mixture += cost(mix(one, next), bit);
            next = next.after(bit);
        }
        learn(symbol, true);
        return new Cost(cache, mixture);
    }

    /** A continuation of the text that was read. The cache does not learn from it. Invalid when the cache reads on. */
    public Continuation branch() {
        return new Continuation(match);
    }

    /**
     * The distribution of a continuation's next character by the cache and the network.
     *
     * @param network natural logarithms of the network's probabilities, [symbols]
     * @return natural logarithms of the probabilities, [symbols]
     */
    public float[] logProbabilities(Continuation text, float[] network) {
        setNetwork(network);
        float[] result = new float[symbols];
        distribute(text.match, BinaryDecision.first(symbols), 0, result);
        return result;
    }

    /** @param nats cost of the bits before {@code next} */
    private void distribute(MatchModel text, BinaryDecision next, double nats, float[] result) {
        if (!next.isOpen()) {
            result[next.low()] = (float) -nats;
            return;
        }
        double one = mix(predict(text, next), next);
        distribute(text, next.after(0), nats - Math.log(1 - one), result);
        distribute(text, next.after(1), nats - Math.log(one), result);
    }

    private void setNetwork(float[] logProbabilities) {
        for (int v = 0; v < symbols; v++) {
            setNetwork(v, (float) Math.exp(logProbabilities[v]));
        }
    }

    private void setNetwork(int symbol, float probability) {
        cumulative[symbol + 1] = cumulative[symbol] + Math.max(MIN_SYMBOL_PROBABILITY, probability);
    }

    private void learn(int symbol, boolean withNetwork) {
        for (BinaryDecision next = BinaryDecision.first(symbols); next.isOpen(); ) {
            int bit = next.bit(symbol);
            double one = predict(match, next);
            if (withNetwork) {
                mix(one, next);
                mixer.learn(inputs, bit);
            }
            cacheMixer.learn(cacheInputs, bit);
            counts.learn(bit);
            match.learn(bit);
            next = next.after(bit);
        }
        add(symbol);
    }

    /** The cache's probability of bit 1. */
    private double predict(MatchModel text, BinaryDecision next) {
        SymbolHistory history = text.history();
        int known = counts.predict(next, history.contexts(), cacheInputs);
        cacheInputs[CountInputs.SIZE] = text.predict(next);
        cacheInputs[CountInputs.SIZE + 1] = BIAS;
        selectors[0] = text.level();
        selectors[1] = Math.min(next.node(), NODES - 1);
        selectors[2] = known;
        selectors[3] = history.length() == 0 ? 0 : Math.min(history.at(history.length() - 1), LAST_SYMBOLS - 1);
        selectors[4] = history.wordLength(WORD_LENGTHS - 1);
        return clamped(cacheMixer.mix(cacheInputs, selectors));
    }

    /** The mixture's probability of bit 1; {@code one} is that of the cache, which {@link #predict} has just returned. */
    private double mix(double one, BinaryDecision next) {
        double lower = cumulative[next.middle()] - cumulative[next.low()];
        double upper = cumulative[next.high()] - cumulative[next.middle()];
        inputs[0] = (float) Math.log(one / (1 - one));
        inputs[1] = (float) Math.log(upper / lower);
        selectors[5] = Math.max(0, Math.min(ODDS_LEVELS - 1, ODDS_LEVELS / 2 + Math.round(inputs[1])));
        return clamped(mixer.mix(inputs, selectors));
    }

    private static double clamped(double probability) {
        return Math.max(MIN_BIT_PROBABILITY, Math.min(1 - MIN_BIT_PROBABILITY, probability));
    }

    private static double cost(double one, int bit) {
        return -Math.log(bit == 1 ? one : 1 - one);
    }

    /** A continuation of what the cache has read. */
    public static final class Continuation {
        private final MatchModel match;

        private Continuation(MatchModel from) {
            match = MatchModel.branch(from);
        }

        public void add(int symbol) {
            match.add(symbol);
        }

        /** A text with the same characters, to which others can be added. */
        public Continuation branch() {
            return new Continuation(match);
        }
    }
}
