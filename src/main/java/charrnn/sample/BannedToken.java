package charrnn.sample;

/**
 * Never lets one symbol come.
 *
 * @param index vocabulary index of the symbol
 */
public record BannedToken(int index) implements LogitsProcessor {
    @Override
    public void apply(float[] logProbabilities) {
        logProbabilities[index] = Float.NEGATIVE_INFINITY;
    }
}
