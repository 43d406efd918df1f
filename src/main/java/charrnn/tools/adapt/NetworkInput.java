package charrnn.tools.adapt;

/** What a network's distribution says to a question. */
final class NetworkInput {
    /** What each symbol has at least: no question has a certain answer. */
    private static final float LEAST = 1e-9f;

    private final double[] below; // probability of all symbols below, [vocabulary + 1]

    NetworkInput(int vocabulary) {
        below = new double[vocabulary + 1];
    }

    /** Takes the distribution that stands at an index of an array. */
    void take(float[] probabilities, int at) {
        for (int v = 0; v + 1 < below.length; v++) {
            below[v + 1] = below[v] + Math.max(LEAST, probabilities[at + v]);
        }
    }

    /** Log odds of yes. */
    float ask(BinaryDecision question) {
        double no = below[question.middle()] - below[question.low()];
        double yes = below[question.high()] - below[question.middle()];
        return (float) Math.log(yes / no);
    }
}
