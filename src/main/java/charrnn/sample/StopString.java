package charrnn.sample;

import java.util.function.IntConsumer;

/**
 * Passes characters on until a string has come by, which it swallows. What may be the beginning of the string is held
 * back; it needs no buffer, since it is the beginning of the string. The search is Knuth, Morris and Pratt's (1977,
 * "Fast pattern matching in strings").
 */
final class StopString {
    private final int[] stop; // code points
    private final int[] border; // of the first n characters of stop: longest proper beginning that is also their end
    private final IntConsumer out;
    private int held;

    /** @param stop empty for a string that never comes */
    StopString(String stop, IntConsumer out) {
        this.stop = stop.codePoints().toArray();
        this.border = borders(this.stop);
        this.out = out;
    }

    private static int[] borders(int[] stop) {
        int[] border = new int[stop.length + 1];
        int length = 0;
        for (int n = 1; n < stop.length; n++) {
            while (length > 0 && stop[n] != stop[length]) {
                length = border[length];
            }
            if (stop[n] == stop[length]) {
                length++;
            }
            border[n + 1] = length;
        }
        return border;
    }

    /** Takes the next character; not to be called once {@link #complete}. */
    void accept(int codePoint) {
        while (held > 0 && stop[held] != codePoint) {
            release(held - border[held]);
        }
        if (stop.length > 0 && stop[held] == codePoint) {
            held++;
        } else {
            out.accept(codePoint);
        }
    }

    /** Whether the string has come. */
    boolean complete() {
        return stop.length > 0 && held == stop.length;
    }

    /** Passes on what was held back: no more characters come. */
    void release() {
        release(held);
    }

    private void release(int count) {
        for (int i = 0; i < count; i++) {
            out.accept(stop[i]);
        }
        held -= count;
    }
}
