package charrnn.tools.adapt;

import java.io.IOException;
import java.util.Arrays;

/**
 * The mixer's inputs from the counters of all contexts. Estimates are calibrated per context: an input is how often
 * bit 1 followed when a counter had about this estimate and number of bits. An estimate from a single bit is more reliable
 * in a context of fourteen characters than in one of two.
 */
final class CountInputs {
    static final int SIZE = SymbolHistory.CONTEXTS;

    static final int BITS_PER_WINDOW = 4;
    private static final int ESTIMATE_LEVELS = 33; // half a unit of log odds apart

    private final Counters counters;
    private final AdaptiveProbability[] calibrations = new AdaptiveProbability[SIZE];
    private final long[] windows = new long[SIZE];
    private final int[] slots = new int[SIZE]; // results of Counters.find
    private final int[] levels = new int[SIZE]; // index of the calibrated probability

    CountInputs(Counters counters) {
        this.counters = counters;
        Arrays.setAll(calibrations, c -> new AdaptiveProbability(initialProbabilities()));
    }

    /** A copy, see {@link IntTable}. */
    CountInputs(CountInputs from) {
        counters = new Counters(from.counters);
        Arrays.setAll(calibrations, c -> new AdaptiveProbability(from.calibrations[c]));
    }

    Counters counters() {
        return counters;
    }

    void transfer(StateStream state) throws IOException {
        counters.transfer(state);
        for (AdaptiveProbability calibration : calibrations) {
            calibration.transfer(state);
        }
    }

    /** The hash of a window, see {@link Counters}. */
    static long window(long context, int node, int depth) {
        return SymbolHistory.finalizeHash(context + (node >>> depth % BITS_PER_WINDOW));
    }

    /** The number of a node in its window, 1 to 15. */
    static int nodeInWindow(int node, int depth) {
        int first = 1 << depth % BITS_PER_WINDOW;
        return first | node & first - 1;
    }

    private static float[] initialProbabilities() {
        float[] first = new float[(Counters.LIMIT + 1) * ESTIMATE_LEVELS];
        for (int i = 0; i < first.length; i++) {
            first[i] = (float) Mixer.probability((i % ESTIMATE_LEVELS - ESTIMATE_LEVELS / 2) / 2.0);
        }
        return first;
    }

    private static int level(float estimate, int count) {
        int half = Math.round(2 * Mixer.logOdds(estimate)) + ESTIMATE_LEVELS / 2;
        return count * ESTIMATE_LEVELS + Math.max(0, Math.min(ESTIMATE_LEVELS - 1, half));
    }

    /**
     * Predicts the next bit in all contexts.
     *
     * @param contexts hashes of the contexts
     * @param inputs receives log odds from index 0 on; 0 for a context without a counter
     * @return number of contexts with a counter
     */
    int predict(BinaryDecision decision, long[] contexts, float[] inputs) {
        int node = nodeInWindow(decision.node(), decision.depth());
        int known = 0;
        for (int c = 0; c < slots.length; c++) {
            windows[c] = window(contexts[c], decision.node(), decision.depth());
            int slot = counters.find(windows[c], node);
            slots[c] = slot;
            inputs[c] = 0;
            if (slot >= 0) {
                levels[c] = level(counters.probability(slot), counters.count(slot));
                inputs[c] = calibrations[c].logOdds(levels[c]);
                known++;
            }
        }
        return known;
    }

    /** Learns the bit that was predicted last. */
    void learn(int bit) {
        for (int c = 0; c < slots.length; c++) {
            if (slots[c] >= 0) {
                calibrations[c].update(levels[c], bit);
            }
            counters.update(slots[c], windows[c], bit);
        }
    }
}
