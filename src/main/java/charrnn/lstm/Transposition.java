package charrnn.lstm;

import java.nio.Buffer;

/**
 * Transposes a dense matrix in native memory, in shares. Deeplearning4j keeps its weights in 'f' order, oneDNN is
 * quickest in 'c' order, and ND4J's own way from one to the other moves number by number.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class Transposition<A> {
    /** Rows of the result that a share makes at a time: short enough pieces of the source for a core's cache. */
    private static final int BLOCK = 32;

    /** A smaller matrix is done before another thread has woken up. */
    private static final int LEAST_SHARED = 1 << 18;

    private final Precision<A> precision;
    private final int rows;
    private final int columns;
    private final Share[] shares;

    /**
     * @param rows of the source
     * @param columns of the source
     */
    Transposition(Precision<A> precision, int rows, int columns, int shareCount) {
        this.precision = precision;
        this.rows = rows;
        this.columns = columns;
        shares = shares(rows * columns < LEAST_SHARED ? 1 : shareCount);
    }

    @SuppressWarnings("unchecked") // an array of an inner class of a generic one
    private Share[] shares(int count) {
        Share[] all = (Share[]) new Transposition<?>.Share[count];
        for (int s = 0; s < count; s++) {
            all[s] = new Share(Partition.start(columns, s, count), Partition.start(columns, s + 1, count));
        }
        return all;
    }

    /**
     * @param from [rows, columns], dense in 'c' order
     * @param to receives [columns, rows], dense in 'c' order
     */
    void run(Buffer from, Buffer to) {
        Partition.run(shares.length, s -> shares[s].run(from, to));
    }

    /** Some columns of the source. */
    private final class Share {
        private final int first;
        private final int end;
        private final A piece = precision.array(rows * BLOCK); // [rows, at most BLOCK]
        private final A turned = precision.array(rows * BLOCK); // [at most BLOCK, rows]

        Share(int first, int end) {
            this.first = first;
            this.end = end;
        }

        void run(Buffer from, Buffer to) {
            for (int column = first; column < end; column += BLOCK) {
                int width = Math.min(BLOCK, end - column);
                for (int row = 0; row < rows; row++) {
                    precision.read(from, row * columns + column, piece, row * width, width);
                }
                precision.transpose(piece, 0, turned, 0, rows, width);
                precision.write(turned, 0, to, column * rows, width * rows);
            }
        }
    }
}
