package charrnn.tools.adapt;

/**
 * The mixer's inputs from the counters of all contexts. A counter's estimate is not used as it is, but replaced by how often
 * the bit was 1 after counters of about the same estimate and number of bits: one bit in a context of fourteen characters is
 * worth more than one in a context of two.
 */
final class CountInputs {
    /** Number of inputs. */
    static final int SIZE = Contexts.COUNT;

    private static final int BITS_PER_WINDOW = 4;
    private static final int ESTIMATES = 33; // levels, half a unit of log odds apart

    private final Counters counters;
    private final AdaptiveProbability[] calibrated = new AdaptiveProbability[Contexts.COUNT];
    private final long[] windows = new long[Contexts.COUNT];
    private final int[] slots = new int[Contexts.COUNT]; // as Counters.find gives them
    private final int[] levels = new int[Contexts.COUNT]; // situation of the calibrated probability

    CountInputs(Counters counters) {
        this.counters = counters;
        for (int c = 0; c < calibrated.length; c++) {
            calibrated[c] = new AdaptiveProbability(uncalibrated());
        }
    }

    private static float[] uncalibrated() {
        float[] first = new float[(Counters.LIMIT + 1) * ESTIMATES];
        for (int i = 0; i < first.length; i++) {
            first[i] = (float) Logistic.squash((i % ESTIMATES - ESTIMATES / 2) / 2.0);
        }
        return first;
    }

    private static int level(float estimate, int count) {
        int half = Math.round(2 * Logistic.stretch(estimate)) + ESTIMATES / 2;
        return count * ESTIMATES + Math.max(0, Math.min(ESTIMATES - 1, half));
    }

    /**
     * Predicts the next bit in all contexts.
     *
     * @param contexts their hashes
     * @param inputs receives log odds from index 0 on; 0 where a context is new
     * @return number of contexts that are not new
     */
    int predict(BinaryDecision decision, long[] contexts, float[] inputs) {
        int inWindow = decision.depth() % BITS_PER_WINDOW;
        int node = 1 << inWindow | decision.node() & (1 << inWindow) - 1;
        int known = 0;
        for (int c = 0; c < slots.length; c++) {
            if (inWindow == 0) {
                windows[c] = SymbolHistory.scatter(contexts[c] + decision.node());
            }
            int slot = counters.find(windows[c], node);
            slots[c] = slot;
            inputs[c] = 0;
            if (slot >= 0) {
                levels[c] = level(counters.probability(slot), counters.count(slot));
                inputs[c] = calibrated[c].stretched(levels[c]);
                known++;
            }
        }
        return known;
    }

    /** Learns the bit that was predicted last. */
    void learn(int bit) {
        for (int c = 0; c < slots.length; c++) {
            if (slots[c] >= 0) {
                calibrated[c].update(levels[c], bit);
            }
            counters.update(slots[c], windows[c], bit);
        }
    }
}
