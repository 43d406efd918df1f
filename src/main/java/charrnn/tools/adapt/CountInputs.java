package charrnn.tools.adapt;

/** What the counters of all contexts say: each estimate, as what it has been worth so far. */
final class CountInputs {
    /** How many opinions there are. */
    static final int SIZE = Contexts.COUNT;

    /** Questions that share a window of the counters. */
    private static final int QUESTIONS = 4;

    private final Counters counters;
    private final Calibration[] calibrations = new Calibration[Contexts.COUNT];
    private final long[] windows = new long[Contexts.COUNT];
    private final int[] found = new int[Contexts.COUNT];
    private final int[] places = new int[Contexts.COUNT];

    CountInputs(Counters counters) {
        this.counters = counters;
        for (int c = 0; c < calibrations.length; c++) {
            calibrations[c] = new Calibration();
        }
    }

    /**
     * Asks all contexts.
     *
     * @param contexts their hashes
     * @param opinions receives log odds from index 0 on; 0 where a context is new
     * @return how many contexts are not new
     */
    int ask(BinaryDecision question, long[] contexts, float[] opinions) {
        int inWindow = question.depth() % QUESTIONS;
        int node = 1 << inWindow | question.node() & (1 << inWindow) - 1;
        int known = 0;
        for (int c = 0; c < found.length; c++) {
            if (inWindow == 0) {
                windows[c] = Hash.scatter(contexts[c] + question.node());
            }
            int slot = counters.find(windows[c], node);
            found[c] = slot;
            opinions[c] = 0;
            if (slot >= 0) {
                places[c] = Calibration.place(counters.probability(slot), counters.answers(slot));
                opinions[c] = calibrations[c].worth(places[c]);
                known++;
            }
        }
        return known;
    }

    /** Learns the answer to what was asked last. */
    void learn(int answer) {
        for (int c = 0; c < found.length; c++) {
            if (found[c] >= 0) {
                calibrations[c].count(places[c], answer);
            }
            counters.count(found[c], windows[c], answer);
        }
    }
}
