package charrnn.lstm;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * Reads a symbol of each of many streams at a time through a stack of LSTMs: one matrix multiplication a layer for
 * every {@value #ROWS} streams, on as many threads as the native library uses. Streams come and go between
 * steps. The weights are copies: later training does not change them.
 *
 * <p>The streams are numbered from 0 without a gap. What a stream gets to see depends on what it read and on nothing
 * else, bit for bit: not on the other streams, not on how many there are, nor on its number ({@link WeightMatrix} says how
 * that comes about). The numbers are those of {@link LstmStepper} and of {@code MultiLayerNetwork.rnnTimeStep} within
 * 1e-5, but perhaps not to the last bit: a processor may sum them in another order. Not thread-safe.
 */
public final class LstmBatchStepper {
    static final int ROWS = 16;

    private final StepWeights weights;
    private final List<StepBlock> blocks = new ArrayList<>();
    private final int shares;
    private int size;

    /** @param network LSTM layers and a softmax output layer, restored or trained */
    public LstmBatchStepper(MultiLayerNetwork network) {
        this(network, 0);
    }

    /** @param shares threads that take blocks; 0 for as many as the native library uses. A block alone has all of those. */
    LstmBatchStepper(MultiLayerNetwork network, int shares) {
        weights = StepWeights.copyOf(LstmStack.of(network), ROWS);
        this.shares = shares;
    }

    /** How many streams there are. */
    public int size() {
        return size;
    }

    /**
     * A further stream, which has read nothing.
     *
     * @return its number, the largest
     */
    public int add() {
        if (size == blocks.size() * ROWS) {
            blocks.add(new StepBlock(weights));
        }
        size++;
        reset(size - 1);
        return size - 1;
    }

    /** Ends a stream. The one with the largest number takes its number, and keeps all it has. */
    public void remove(int stream) {
        check(stream);
        size--;
        if (stream < size) {
            block(stream).take(row(stream), block(size), row(size));
        }
    }

    /** A stream takes over all that another one has read; from here on each goes its own way. */
    public void copy(int from, int to) {
        check(from);
        check(to);
        block(to).take(row(to), block(from), row(from));
    }

    /** A stream forgets all that it read. */
    public void reset(int stream) {
        check(stream);
        block(stream).reset(row(stream));
    }

    /**
     * Lets the first streams read a symbol each. Streams with larger numbers stay as they are.
     *
     * @param symbols one a stream, in the order of their numbers
     * @throws IllegalArgumentException if there are more symbols than streams, or one is not in the vocabulary; then
     *     nothing is read
     */
    public void step(int... symbols) {
        if (symbols.length > size) {
            throw new IllegalArgumentException(symbols.length + " symbols for " + size + " streams");
        }
        for (int symbol : symbols) {
            if (symbol < 0 || symbol >= weights.vocabulary()) {
                throw new IllegalArgumentException("symbol " + symbol + " of a vocabulary of " + weights.vocabulary());
            }
        }
        int used = (symbols.length + ROWS - 1) / ROWS;
        int threads = Math.max(1, Math.min(used, Partition.of(used * ROWS, shares)));
        Partition.run(threads, 1, share -> {
            for (int b = Partition.start(used, share, threads); b < Partition.start(used, share + 1, threads); b++) {
                int first = b * ROWS;
                blocks.get(b).step(symbols, first, Math.min(ROWS, symbols.length - first), used == 1);
            }
        });
    }

    /** Natural logarithms of the probabilities of a stream's next symbol, [vocabulary]; valid until the next step. */
    public float[] logProbabilities(int stream) {
        check(stream);
        return block(stream).logProbabilities(row(stream));
    }

    private void check(int stream) {
        if (stream < 0 || stream >= size) {
            throw new IllegalArgumentException("stream " + stream + " of " + size);
        }
    }

    private StepBlock block(int stream) {
        return blocks.get(stream / ROWS);
    }

    private static int row(int stream) {
        return stream % ROWS;
    }
}
