package charrnn.tools.cells;

import charrnn.grammar.CScanner;
import charrnn.grammar.CScanner.Region;
import charrnn.grammar.TokenRun.Kind;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A property of a text, with a value at each of its characters, that a unit may follow.
 *
 * @param numeric whether it is a quantity; a condition is 1 where it holds and 0 elsewhere
 * @param values its value after each character, [N]
 */
record Feature(String name, boolean numeric, float[] values) {
    private static final int NEAR = 5; // characters

    /**
     * Computes the features of a C text.
     *
     * @param text code points, from the beginning of a file
     */
    static List<Feature> of(int[] text) {
        int length = text.length;
        CScanner[] after = new CScanner[length]; // the state after each character
        CScanner scanner = new CScanner();
        for (int t = 0; t < length; t++) {
            scanner.accept(text[t]);
            after[t] = scanner.copy();
        }
        return List.of(
                condition("in a string", length, t -> after[t].region() == Region.STRING),
                condition("in a comment", length, t -> after[t].isInComment()),
                condition("in a preprocessor line", length, t -> after[t].isInDirective()),
                condition("inside #if", length, t -> after[t].conditionalDepth() > 0),
                condition("in parentheses or brackets", length, t -> innerDepth(after[t]) > 0),
                condition("in the indentation", length, t -> after[t].line().isIndenting()),
                condition("line ends within " + NEAR, length, t -> isNearLineEnd(text, t)),
                condition("in a name", length, t -> lengthOf(Kind.IDENTIFIER, after[t]) > 0),
                condition("in a number", length, t -> lengthOf(Kind.NUMBER, after[t]) > 0),
                condition("capital letter", length, t -> Character.isUpperCase(text[t])),
                condition("in a run of white space", length, t -> lengthOf(Kind.SPACE, after[t]) > 1),
                quantity("open braces", length, t -> after[t].braceDepth()),
                quantity("open parentheses and brackets", length, t -> innerDepth(after[t])),
                quantity(
                        "width of the indentation", length, t -> after[t].line().indentation()),
                quantity("position in the line", length, t -> after[t].line().column()),
                quantity("position in the name", length, t -> lengthOf(Kind.IDENTIFIER, after[t])));
    }

    private static int innerDepth(CScanner scanner) {
        return scanner.depth() - scanner.braceDepth();
    }

    private static boolean isNearLineEnd(int[] text, int position) {
        int last = Math.min(position + NEAR, text.length - 1);
        return Arrays.stream(text, position + 1, last + 1).anyMatch(c -> c == '\n');
    }

    /** Characters so far of a token, if it is of a kind; 0 if it is of another one. */
    private static int lengthOf(Kind kind, CScanner scanner) {
        return scanner.token().kind() == kind ? scanner.token().length() : 0;
    }

    static Feature quantity(String name, int length, IntUnaryOperator at) {
        float[] values = new float[length];
        for (int t = 0; t < length; t++) {
            values[t] = at.applyAsInt(t);
        }
        return new Feature(name, true, values);
    }

    static Feature condition(String name, int length, IntPredicate at) {
        return new Feature(name, false, quantity(name, length, t -> at.test(t) ? 1 : 0).values);
    }

    /** The mean of a quantity; the fraction of characters at which a condition holds. */
    double mean() {
        return IntStream.range(0, values.length)
                .mapToDouble(t -> values[t])
                .average()
                .orElse(Double.NaN);
    }

    /**
     * Counts the positions whose value differs from the most frequent value among them.
     *
     * @param positions at least one
     */
    int countUncommon(int[] positions) {
        Map<Float, Long> counts =
                Arrays.stream(positions).boxed().collect(Collectors.groupingBy(t -> values[t], Collectors.counting()));
        return positions.length - Collections.max(counts.values()).intValue();
    }

    /** The elements of an array at some positions after the array was shifted cyclically. */
    static float[] at(float[] values, int[] positions, int shift) {
        float[] selected = new float[positions.length];
        for (int i = 0; i < positions.length; i++) {
            selected[i] = values[(positions[i] + shift) % values.length];
        }
        return selected;
    }
}
