package charrnn.tools.cells;

import charrnn.tools.constrain.CScanner;
import charrnn.tools.constrain.CScanner.Region;
import charrnn.tools.constrain.TokenRun.Kind;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;

/**
 * A property of a text, with a value at each of its characters, that a unit may follow.
 *
 * @param numeric whether it is a quantity; a condition is 1 where it holds and 0 elsewhere
 * @param values its value after each character, [N]
 */
public record Feature(String name, boolean numeric, float[] values) {
    /**
     * Computes the features of a C text.
     *
     * @param text code points, from the beginning of a file
     */
    static List<Feature> of(int[] text) {
        return new ScannedText(text).features();
    }

    /** A quantity, computed at each of {@code length} positions. */
    static Feature quantity(String name, int length, IntUnaryOperator at) {
        float[] values = new float[length];
        for (int t = 0; t < length; t++) {
            values[t] = at.applyAsInt(t);
        }
        return new Feature(name, true, values);
    }

    /** A condition, computed at each of {@code length} positions. */
    static Feature condition(String name, int length, IntPredicate at) {
        return new Feature(name, false, quantity(name, length, t -> at.test(t) ? 1 : 0).values);
    }

    /** The mean of a quantity; the share of characters at which a condition holds. */
    public double mean() {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    /** Counts the positions whose value differs from the most frequent value among them. */
    int countUncommon(int[] positions) {
        float[] selected = at(values, positions, 0);
        Arrays.sort(selected);
        int longest = 0;
        for (int from = 0, to = 0; from < selected.length; from = to) {
            while (to < selected.length && selected[to] == selected[from]) {
                to++;
            }
            longest = Math.max(longest, to - from);
        }
        return selected.length - longest;
    }

    /** The elements of an array at some positions after the array was shifted cyclically. */
    static float[] at(float[] values, int[] positions, int shift) {
        float[] selected = new float[positions.length];
        for (int i = 0; i < positions.length; i++) {
            selected[i] = values[(positions[i] + shift) % values.length];
        }
        return selected;
    }

    /** A C text, with the state of a scanner after each character. */
    private static final class ScannedText {
        private static final int NEAR = 5; // characters

        private final int[] text;
        private final CScanner[] after;

        ScannedText(int[] text) {
            this.text = text;
            this.after = new CScanner[text.length];
            CScanner scanner = new CScanner();
            for (int t = 0; t < text.length; t++) {
                scanner.accept(text[t]);
                after[t] = scanner.copy();
            }
        }

        List<Feature> features() {
            int length = text.length;
            return List.of(
                    condition("in a string", length, t -> after[t].region() == Region.STRING),
                    condition("in a comment", length, t -> after[t].isInComment()),
                    condition("in a preprocessor line", length, t -> after[t].isInDirective()),
                    condition("inside #if", length, t -> after[t].conditionalDepth() > 0),
                    condition("in parentheses or brackets", length, t -> innerDepth(after[t]) > 0),
                    condition("in the indentation", length, t -> after[t].line().isIndenting()),
                    condition("line ends within " + NEAR, length, this::isNearLineEnd),
                    condition("in a name", length, t -> after[t].token().kind() == Kind.IDENTIFIER),
                    condition("in a number", length, t -> after[t].token().kind() == Kind.NUMBER),
                    condition("capital letter", length, t -> Character.isUpperCase(text[t])),
                    condition("in a run of white space", length, this::isInRunOfSpace),
                    quantity("open braces", length, t -> after[t].braceDepth()),
                    quantity("open parentheses and brackets", length, t -> innerDepth(after[t])),
                    quantity("width of the indentation", length, t -> after[t].line()
                            .indentation()),
                    quantity(
                            "position in the line", length, t -> after[t].line().column()),
                    quantity("position in the name", length, this::positionInName));
        }

        private static int innerDepth(CScanner scanner) {
            return scanner.depth() - scanner.braceDepth();
        }

        private boolean isNearLineEnd(int position) {
            for (int t = position + 1; t <= position + NEAR && t < text.length; t++) {
                if (text[t] == '\n') {
                    return true;
                }
            }
            return false;
        }

        private boolean isInRunOfSpace(int position) {
            return after[position].token().kind() == Kind.SPACE
                    && after[position].token().length() > 1;
        }

        private int positionInName(int position) {
            return after[position].token().kind() == Kind.IDENTIFIER
                    ? after[position].token().length()
                    : 0;
        }
    }
}
