package charrnn.sample;

import charrnn.model.BatchLanguageModel;

/**
 * Looks for the likeliest text as a whole: of all texts that begin as one of the {@code width} likeliest ones, so many
 * of the likeliest go on. A text that ends keeps its place among them. In the end the one with the largest
 * {@code log P / ((5 + length) / 6)^lengthPenalty} is taken (Wu et al. 2016, "Google's neural machine translation
 * system", equation 14). There is no chance in it.
 *
 * @param width how many texts go on at a time, 1, which is the greedy choice, or more
 * @param lengthPenalty 0 or more; 0 prefers short texts, as they are likelier. It matters where texts may end before
 *     their length
 */
public record BeamSearch(int width, double lengthPenalty) {
    public BeamSearch {
        if (width < 1) {
            throw new IllegalArgumentException("width is " + width + ", but must be 1 or more");
        }
        if (!(lengthPenalty >= 0 && lengthPenalty < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("length penalty is " + lengthPenalty + ", but must be 0 or more");
        }
    }

    /**
     * The best text of a search.
     *
     * @param text without its prime and its stop string
     * @param end why it ended
     * @param bits its information by the model's own probabilities
     */
    public record Found(String text, FinishReason end, double bits) {}

    /**
     * Searches for the most probable text.
     *
     * @param model without streams, and without them again afterwards
     * @param length characters of the text, at most
     * @param stop ends a text and is not part of it; empty for none
     */
    public Found search(
            BatchLanguageModel model, LogitsProcessorFactory processors, String prime, int length, String stop) {
        if (length == 0) {
            return new Found("", FinishReason.LENGTH, 0);
        }
        Beams beams = new Beams(this, model, length, stop);
        beams.begin(prime, processors.create(prime, length));
        while (!beams.areComplete()) {
            beams.step();
        }
        return beams.best();
    }

    /** What texts of different lengths are compared by; the larger the better. */
    double score(double logProbability, int length) {
        return logProbability / Math.pow((5.0 + length) / 6, lengthPenalty);
    }
}
