package charrnn.tools.complete;

import java.util.Arrays;

/** A text that may follow a cursor, with the probability that it is right up to the end of each of its words. */
public final class Suggestion {
    private static final int MIN_CHARS = 2; // taking one character costs a key as typing it does

    private final String text;
    private final double[] logProbabilities; // [text.length() + 1]

    /**
     * Creates a suggestion.
     *
     * @param logProbabilities for each length of the text, the natural logarithm of the probability that the text up to there is
     *     right and that no letter follows one of its words; NaN where it cannot end
     */
    public Suggestion(String text, double[] logProbabilities) {
        this.text = text;
        this.logProbabilities = Arrays.copyOf(logProbabilities, text.length() + 1);
    }

    public String text() {
        return text;
    }

    /** Natural logarithm of the probability that the text is right; 0 for an empty one. */
    public double logProbability() {
        return text.isEmpty() ? 0 : logProbabilities[text.length()];
    }

    /** As {@link #logProbability}, for the text up to the end of its first word. */
    public double logProbabilityOfFirstWord() {
        int end = 1;
        while (end < text.length() && !isWordEnd(end)) {
            end++;
        }
        return text.isEmpty() ? 0 : logProbabilities[end];
    }

    /**
     * The longest beginning that ends with a word and is right with at least a probability, or that ends with a line and is right
     * with at least half of it; empty if there is none of at least 2 characters.
     *
     * @param confidence a probability; 0 for the whole text
     */
    public Suggestion atLeast(double confidence) {
        if (confidence == 0) {
            return this;
        }
        int end = text.length();
        while (end > 0 && !(isWordEnd(end) && logProbabilities[end] >= minimum(end, confidence))) {
            end--;
        }
        return new Suggestion(end < MIN_CHARS ? "" : text.substring(0, end), logProbabilities);
    }

    private double minimum(int end, double confidence) {
        boolean isLineEnd = end == text.length() || text.charAt(end) == '\n';
        return isLineEnd ? ofLine(confidence) : Math.log(confidence);
    }

    /** The log-probability that is enough for a whole line: more keys are saved than by a word. */
    static double ofLine(double confidence) {
        return Math.log(confidence / 2);
    }

    /** Whether a word, or a character of punctuation, ends before a position. */
    private boolean isWordEnd(int position) {
        return position == text.length()
                || !Character.isWhitespace(text.charAt(position - 1))
                        && !(isWord(text.charAt(position - 1)) && isWord(text.charAt(position)));
    }

    /** Whether a character is one of words. */
    public static boolean isWord(int character) {
        return Character.isLetterOrDigit(character) || character == '_';
    }
}
