package charrnn.lstm;

import static charrnn.lstm.StepBlock.ROWS;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Runs a stack of LSTMs step by step, for generating text, on one stream or many. A block of streams shares the matrix
 * multiplications of a step. The weights are copied: later training does not change them.
 *
 * <p>The streams are numbered from 0 without gaps; streams can be added and removed between steps. The same steps give
 * the same probabilities. Beside other streams, they are equal up to rounding, and in float32 so are those of {@code
 * MultiLayerNetwork.rnnTimeStep}. Not thread-safe.
 */
public class LstmStepper {
    private final StepWeights weights;
    private final List<StepBlock> blocks = new ArrayList<>();
    private final boolean allThreads;
    private int size;

    /** Creates a stepper of inputs of one symbol each, in float32, with the other parameters of the main constructor. */
    public LstmStepper(MultiLayerNetwork network, boolean allThreads) {
        this(network, allThreads, 1, DataType.FLOAT);
    }

    /**
     * Creates a stepper without streams.
     *
     * @param network LSTM layers and an output layer, all of which {@link LstmInstaller} can replace
     * @param allThreads whether a product may use all native threads instead of one; beside other work one is faster
     * @param activeInputs number of symbols of an input, k: the vector of the inputs has k ones and otherwise zeros
     * @param factorType type to which the LSTM layers round the factors of their products: FLOAT or BFLOAT16. With BFLOAT16 their
     *     weights take half of the memory, and a step of one stream, which reads all of them, is faster
     * @throws IllegalArgumentException for another network
     * @throws IllegalStateException for BFLOAT16 where {@link NativeLibrary#multipliesBfloat16} is false
     */
    public LstmStepper(MultiLayerNetwork network, boolean allThreads, int activeInputs, DataType factorType) {
        if (activeInputs < 1) {
            throw new IllegalArgumentException(activeInputs + " symbols for each input");
        }
        OneDnn.requireProducts(factorType);
        Requirements.check(network);
        weights = StepWeights.copyOf(network, activeInputs, factorType);
        this.allThreads = allThreads;
    }

    /** Hidden size of each layer, from the first to the last. */
    public List<Integer> hiddenSizes() {
        return weights.layers().stream().map(StepWeights.LayerWeights::hidden).toList();
    }

    public int size() {
        return size;
    }

    /**
     * Adds a stream that has read nothing.
     *
     * @return its number, the largest
     */
    public int add() {
        if (size == blocks.size() * ROWS) {
            blocks.add(new StepBlock(weights));
        }
        int stream = size++;
        block(stream).reset(row(stream));
        return stream;
    }

    /** Removes a stream. The stream with the largest number takes its number and keeps its state. */
    public void remove(int stream) {
        restore(stream, save(size - 1));
        size--;
    }

    /** A copy of the state of a stream, for {@link #restore}. */
    public float[][] save(int stream) {
        return block(stream).save(row(stream));
    }

    /** Returns a stream to the saved state of this or another one. */
    public void restore(int stream, float[][] state) {
        block(stream).restore(row(stream), state);
    }

    /**
     * Runs a step of the first streams, each with one input. Streams with larger numbers do not change.
     *
     * @param symbols k for each stream, in the order of their numbers, [streams][k]
     * @throws IllegalArgumentException if there are more inputs than streams, or a symbol is not one of the network's; no
     *     stream has changed then
     */
    public void step(int... symbols) {
        int streams = check(symbols);
        requireStreams(streams);
        int usedBlocks = (streams + ROWS - 1) / ROWS;
        if (usedBlocks == 1) {
            blocks.get(0).step(symbols, 0, streams, allThreads);
            return;
        }
        int shares = Math.max(1, Math.min(usedBlocks, Partition.shareCount(usedBlocks * ROWS)));
        Partition.run(shares, 1, share -> {
            for (int b = Partition.start(usedBlocks, share, shares);
                    b < Partition.start(usedBlocks, share + 1, shares);
                    b++) {
                int first = b * ROWS;
                blocks.get(b).step(symbols, first, Math.min(ROWS, streams - first), false);
            }
        });
    }

    /**
     * Makes the first stream read several inputs. The results equal those of single steps up to rounding. It is faster,
     * since a layer's weights stay in the processor's cache for up to 16 inputs.
     *
     * @param symbols k for each input, [inputs][k]
     * @return natural logarithms of the probabilities of the next symbol after each one, [inputs][vocabulary]
     * @throws IllegalArgumentException if there is no stream, or a symbol is not one of the network's; no stream has changed
     *     then
     */
    public float[][] read(int... symbols) {
        int inputs = check(symbols);
        requireStreams(1);
        float[][] predictions = new float[inputs][weights.vocabulary()];
        for (int first = 0; first < inputs; first += ROWS) {
            block(0).read(symbols, first, Math.min(ROWS, inputs - first), allThreads, predictions);
        }
        return predictions;
    }

    private void requireStreams(int streams) {
        if (streams > size) {
            throw new IllegalArgumentException(streams + " inputs for " + size + " streams");
        }
    }

    /** Checks the symbols and returns the number of inputs. */
    private int check(int[] symbols) {
        if (symbols.length % weights.activeInputs() != 0) {
            throw new IllegalArgumentException(
                    symbols.length + " symbols, which are not " + weights.activeInputs() + " for each input");
        }
        for (int symbol : symbols) {
            if (symbol < 0 || symbol >= weights.inputs()) {
                throw new IllegalArgumentException("symbol " + symbol + " of a vocabulary of " + weights.inputs());
            }
        }
        return symbols.length / weights.activeInputs();
    }

    /** Natural logarithms of the probabilities of a stream's next symbol, [vocabulary]; valid until the next step. */
    public float[] logProbabilities(int stream) {
        return block(stream).logProbabilities(row(stream));
    }

    /** Outputs h of a layer after a stream's last step, [H]. */
    public float[] hidden(int stream, int layer) {
        return block(stream).hidden(layer, row(stream));
    }

    /** Cell states c of a layer after a stream's last step, [H]. */
    public float[] cells(int stream, int layer) {
        return block(stream).cells(layer, row(stream));
    }

    private StepBlock block(int stream) {
        return blocks.get(Objects.checkIndex(stream, size) / ROWS);
    }

    private int row(int stream) {
        return stream % ROWS;
    }
}
