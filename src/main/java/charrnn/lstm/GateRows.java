package charrnn.lstm;

import java.nio.Buffer;
import java.util.List;

/**
 * The four gates of some streams, [streams, H] each, in arrays of their own. In native memory they stand side by side in
 * the rows of a [streams, 4H] matrix.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class GateRows<A> {
    final A candidate;
    final A forget;
    final A output;
    final A input;

    private final Precision<A> precision;
    private final int hidden;
    private final List<A> inOrder;

    GateRows(Precision<A> precision, int rows, int hidden) {
        this.precision = precision;
        this.hidden = hidden;
        candidate = precision.array(rows * hidden);
        forget = precision.array(rows * hidden);
        output = precision.array(rows * hidden);
        input = precision.array(rows * hidden);
        inOrder = List.of(candidate, forget, output, input);
    }

    /** Reads {@code rows} rows of a [.., 4H] matrix, its row {@code first} and those that follow. */
    void read(Buffer matrix, int first, int rows) {
        for (int r = 0; r < rows; r++) {
            for (int gate = 0; gate < 4; gate++) {
                precision.read(matrix, (4 * (first + r) + gate) * hidden, inOrder.get(gate), r * hidden, hidden);
            }
        }
    }

    /** Writes {@code rows} rows of a [.., 4H] matrix, its row {@code first} and those that follow. */
    void write(Buffer matrix, int first, int rows) {
        for (int r = 0; r < rows; r++) {
            for (int gate = 0; gate < 4; gate++) {
                precision.write(inOrder.get(gate), r * hidden, matrix, (4 * (first + r) + gate) * hidden, hidden);
            }
        }
    }

    /** Sets a row to that of another matrix, [.., 4H]. */
    void set(int row, A matrix, int from) {
        for (int gate = 0; gate < 4; gate++) {
            System.arraycopy(matrix, (4 * from + gate) * hidden, inOrder.get(gate), row * hidden, hidden);
        }
    }

    /** Adds the first {@code count} numbers of each gate. */
    void add(GateRows<A> other, int count) {
        for (int gate = 0; gate < 4; gate++) {
            precision.add(other.inOrder.get(gate), inOrder.get(gate), count);
        }
    }

    /** The sum of {@code rows} rows is added to one of four gates, [4H]. */
    void addRowsTo(A sum, int rows) {
        for (int gate = 0; gate < 4; gate++) {
            for (int r = 0; r < rows; r++) {
                precision.add(inOrder.get(gate), r * hidden, sum, gate * hidden, hidden);
            }
        }
    }

    /** Zeros in {@code rows} rows. */
    void clear(int rows) {
        inOrder.forEach(gate -> precision.clear(gate, 0, rows * hidden));
    }
}
