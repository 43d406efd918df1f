package charrnn.tools.adapt;

/**
 * What the counters of a context are worth: how often the answer was yes where the estimate and the number of answers
 * were about the same. One answer in a context of fourteen characters says more than one in a context of two.
 */
final class Calibration {
    private static final int ESTIMATES = 33; // half a unit of log odds apart

    private final Frequencies yes = new Frequencies(first());

    private static float[] first() {
        float[] first = new float[(Counters.LIMIT + 1) * ESTIMATES];
        for (int i = 0; i < first.length; i++) {
            first[i] = (float) Logistic.squash((i % ESTIMATES - ESTIMATES / 2) / 2.0);
        }
        return first;
    }

    /**
     * Where a counter belongs.
     *
     * @param estimate its probability of yes
     * @param answers how many it has counted, at most {@link Counters#LIMIT}
     */
    static int place(float estimate, int answers) {
        int half = Math.round(2 * Logistic.stretch(estimate)) + ESTIMATES / 2;
        return answers * ESTIMATES + Math.max(0, Math.min(ESTIMATES - 1, half));
    }

    /** Log odds of yes for the counters of a place. */
    float worth(int place) {
        return yes.stretched(place);
    }

    void count(int place, int answer) {
        yes.count(place, answer);
    }
}
