package charrnn.tools.adapt;

/** The logistic function and its inverse, between probabilities and log odds. */
final class Logistic {
    private static final int STEPS = 4096;
    private static final float[] STRETCHED = new float[STEPS];

    static {
        for (int i = 0; i < STEPS; i++) {
            double p = (i + 0.5) / STEPS;
            STRETCHED[i] = (float) Math.log(p / (1 - p));
        }
    }

    private Logistic() {}

    /** Log odds of a probability, ln(p / (1 − p)), for p in steps of 1/4096; from −9 to 9. */
    static float stretch(float p) {
        return STRETCHED[Math.min(STEPS - 1, (int) (p * STEPS))];
    }

    /** The probability that has these log odds. */
    static double squash(double x) {
        return 1 / (1 + Math.exp(-x));
    }
}
