package charrnn.tools.cells;

import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;

/**
 * A property of a text, with a value at each of its characters, that a unit may follow.
 *
 * @param numeric whether it is a quantity; a condition is 1 where it holds and 0 elsewhere
 * @param values its value after each character, [N]
 */
public record Feature(String name, boolean numeric, float[] values) {
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
}
