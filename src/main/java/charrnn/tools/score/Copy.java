package charrnn.tools.score;

/**
 * A run of characters that stands in the training text too.
 *
 * @param chars how many
 * @param place file and line where it begins there, one place of several perhaps
 */
public record Copy(int chars, String place) {}
