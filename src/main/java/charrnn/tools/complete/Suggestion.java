package charrnn.tools.complete;

import charrnn.corpus.Vocabulary;
import charrnn.grammar.CharacterClass;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;

/** A text that may follow a cursor, with the probability that it is right up to the end of each of its words. */
public final class Suggestion {
    public static final Suggestion NONE = new Suggestion("", new double[1], false);

    private static final int MIN_CHARS = 2; // taking one character costs a key as typing it does

    private final String text;
    private final double[] logProbabilities; // [text.length() + 1]
    private final boolean endsLine;

    /**
     * @param logProbabilities for each length of the text, the natural logarithm of the probability that the text up to there is
     *     right and, if it ends with a word, that the word ends there; NaN where the text cannot end
     * @param endsLine whether the text goes to the end of a line
     */
    public Suggestion(String text, double[] logProbabilities, boolean endsLine) {
        this.text = text;
        this.endsLine = endsLine;
        this.logProbabilities = Arrays.copyOf(logProbabilities, text.length() + 1);
    }

    public String text() {
        return text;
    }

    /** Natural logarithm of the probability that the text is right; 0 for an empty one. */
    public double logProbability() {
        return text.isEmpty() ? 0 : logProbabilities[text.length()];
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
        return end < MIN_CHARS ? NONE : new Suggestion(text.substring(0, end), logProbabilities, isLineEnd(end));
    }

    private double minimum(int end, double confidence) {
        return isLineEnd(end) ? minimumOfLine(confidence) : Math.log(confidence);
    }

    /** The log-probability that is enough for a whole line: it saves more keys than a word. */
    static double minimumOfLine(double confidence) {
        return Math.log(confidence / 2);
    }

    private boolean isLineEnd(int position) {
        return position == text.length() ? endsLine : text.charAt(position) == '\n';
    }

    /** Whether a line, a word or a character of punctuation ends before a position. */
    private boolean isWordEnd(int position) {
        char last = text.charAt(position - 1);
        boolean isInWord =
                position < text.length() && CharacterClass.isWord(last) && CharacterClass.isWord(text.charAt(position));
        return isLineEnd(position) || !isInWord && !Character.isWhitespace(last);
    }

    /** The sum of the weights of the symbols that no name or number has. */
    public static double sumOutsideWords(Vocabulary vocabulary, IntToDoubleFunction weight) {
        double sum = 0;
        for (int symbol = 0; symbol < vocabulary.size(); symbol++) {
            sum += CharacterClass.isWord(vocabulary.codePoint(symbol)) ? 0 : weight.applyAsDouble(symbol);
        }
        return sum;
    }
}
