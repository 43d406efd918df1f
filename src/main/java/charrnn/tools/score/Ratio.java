package charrnn.tools.score;

/**
 * What one sample adds to a figure.
 *
 * @param sum above the line
 * @param of below it
 */
public record Ratio(double sum, double of) {}
