package charrnn.tools.cells;

import java.util.stream.IntStream;

/**
 * A text in two parts of alternating stretches: units are chosen by one and reported by the other. Both parts have
 * something of the text's beginning and of its end.
 *
 * @param choosing places in the text, ascending
 * @param heldOut the others
 */
record Halves(int[] choosing, int[] heldOut) {
    private static final int STRETCHES = 20;

    static Halves of(int length) {
        return new Halves(
                IntStream.range(0, length).filter(t -> !isHeldOut(t, length)).toArray(),
                IntStream.range(0, length).filter(t -> isHeldOut(t, length)).toArray());
    }

    private static boolean isHeldOut(int place, int length) {
        return (long) place * STRETCHES / length % 2 == 1;
    }
}
