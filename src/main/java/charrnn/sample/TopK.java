package charrnn.sample;

/**
 * Keeps the likeliest symbols, a fixed number of them (Fan et al. 2018, "Hierarchical neural story generation", section
 * 5.4). Of equals at the edge those with the lowest indices stay.
 *
 * @param k how many, 1 or more; all of them where there are fewer
 */
public record TopK(int k) implements LogitsProcessor {
    public TopK {
        if (k < 1) {
            throw new IllegalArgumentException("k is " + k + ", but must be 1 or more");
        }
    }

    @Override
    public void apply(float[] logProbabilities) {
        Ranking ranking = Ranking.of(logProbabilities);
        for (int rank = k; rank < ranking.size(); rank++) {
            logProbabilities[ranking.index(rank)] = Float.NEGATIVE_INFINITY;
        }
    }
}
