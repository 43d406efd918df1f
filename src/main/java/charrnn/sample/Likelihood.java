package charrnn.sample;

import java.util.Arrays;

/**
 * Measures the information of a text's characters by the model's own probabilities, in bits, and does not change the
 * text.
 */
public final class Likelihood implements LogitsProcessor {
    private float[] logProbabilities = {};
    private double[] bits = new double[64]; // of each character written
    private int count;

    @Override
    public void apply(float[] next) {
        logProbabilities = next.clone();
    }

    @Override
    public void accept(int index) {
        if (count == bits.length) {
            bits = Arrays.copyOf(bits, 2 * count);
        }
        bits[count++] = -logProbabilities[index] / Math.log(2);
    }

    /**
     * Information of a complete text in bits, without its stop string.
     *
     * @param end why it ended
     * @param stop its stop string
     */
    public double bits(FinishReason end, String stop) {
        return bits(count - (end == FinishReason.STOP ? stop.codePointCount(0, stop.length()) : 0));
    }

    private double bits(int chars) {
        return Arrays.stream(bits, 0, chars).sum();
    }

    /** Mean information of the characters made so far; 0 where there are none. */
    double bitsPerChar() {
        return count == 0 ? 0 : bits(count) / count;
    }

    @Override
    public Likelihood copy() {
        Likelihood copy = new Likelihood();
        copy.logProbabilities = logProbabilities;
        copy.bits = bits.clone();
        copy.count = count;
        return copy;
    }
}
