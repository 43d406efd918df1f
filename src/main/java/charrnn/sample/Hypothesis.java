package charrnn.sample;

import org.jspecify.annotations.Nullable;

/**
 * A text from its end: what several texts begin with is kept once.
 *
 * @param before all but the last character, null where that is all
 * @param codePoint the last character
 */
record Hypothesis(@Nullable Hypothesis before, int codePoint) {
    boolean endsWith(int[] end) {
        Hypothesis trail = this;
        for (int i = end.length - 1; i >= 0; i--) {
            if (trail == null || trail.codePoint != end[i]) {
                return false;
            }
            trail = trail.before;
        }
        return true;
    }

    @Override
    public String toString() {
        StringBuilder reversed = new StringBuilder();
        for (Hypothesis trail = this; trail != null; trail = trail.before) {
            reversed.appendCodePoint(trail.codePoint);
        }
        return reversed.reverse().toString();
    }
}
