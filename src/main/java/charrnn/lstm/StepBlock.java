package charrnn.lstm;

import charrnn.lstm.StepWeights.LayerWeights;
import java.util.Arrays;
import java.util.List;

/**
 * Places for some streams that step together, their state, and the buffers for it. A stream's numbers do not depend on the
 * others, nor on its place, as those of {@link WeightMatrix} do not.
 */
final class StepBlock {
    private static final Precision<float[]> PRECISION = Precision.SINGLE;

    private final StepWeights weights;
    private final List<BlockLayer> layers;
    private final Matrix top; // [rows, H], h of the last layer
    private final Matrix logits; // [rows, V]
    private final WeightMatrix.Product output; // logits = top weights
    private final float[][] logProbabilities; // [rows][V]

    StepBlock(StepWeights weights) {
        this.weights = weights;
        int rows = weights.rows();
        layers = weights.layers().stream()
                .map(layer -> new BlockLayer(layer, rows))
                .toList();
        top = new Matrix(PRECISION, rows, layers.get(layers.size() - 1).weights.hidden());
        logits = new Matrix(PRECISION, rows, weights.vocabulary());
        output = weights.output().product(logits, top);
        logProbabilities = new float[rows][weights.vocabulary()];
    }

    /** A stream that has read nothing. */
    void reset(int row) {
        layers.forEach(layer -> layer.reset(row));
    }

    /** The stream of another place takes this one. */
    void take(int row, StepBlock from, int fromRow) {
        for (int l = 0; l < layers.size(); l++) {
            layers.get(l).take(row, from.layers.get(l), fromRow);
        }
        System.arraycopy(from.logProbabilities[fromRow], 0, logProbabilities[row], 0, weights.vocabulary());
    }

    /** Outputs h of a layer after the last step, [rows, H]. */
    float[] hidden(int layer) {
        return layers.get(layer).h;
    }

    /** Cell states c of a layer after the last step, [rows, H]. */
    float[] cells(int layer) {
        return layers.get(layer).c;
    }

    /** Natural logarithms of the next symbol's probabilities, [V], after the last step. */
    float[] logProbabilities(int row) {
        return logProbabilities[row];
    }

    /**
     * Each stream reads a symbol.
     *
     * @param symbols of all blocks' streams
     * @param first number of this block's first stream among them
     * @param count of streams, in the first places
     * @param allThreadsFree whether no other block steps meanwhile, so that its products may take all threads
     */
    void step(int[] symbols, int first, int count, boolean allThreadsFree) {
        for (int row = 0; row < count; row++) {
            layers.get(0).start(row, symbols[first + row]);
        }
        for (int l = 0; l < layers.size(); l++) {
            BlockLayer layer = layers.get(l);
            boolean last = l == layers.size() - 1;
            layer.step(count, allThreadsFree, last ? top : layers.get(l + 1).x);
        }
        predict(count, allThreadsFree);
    }

    private void predict(int count, boolean allThreadsFree) {
        int size = weights.vocabulary();
        output.run(count, allThreadsFree);
        for (int row = 0; row < count; row++) {
            PRECISION.read(logits.memory, row * size, logProbabilities[row], 0, size);
            PRECISION.add(weights.outputBias(), logProbabilities[row], size);
            LogSoftmax.inPlace(logProbabilities[row]);
        }
    }

    /** One layer of all streams. */
    private static final class BlockLayer {
        private final LayerWeights weights;
        private final int hidden;
        private final Matrix x; // [rows, n + H]: x_t, h_(t-1); of the first layer h_(t-1) alone
        private final Matrix z; // [rows, 4H]
        private final WeightMatrix.Product product; // z = x stacked
        private final GateRows<float[]> gates;
        private final GateRows<float[]> y; // b; in the first layer W_symbol + b
        private final float[] c; // [rows, H]
        private final float[] tanhC; // [rows, H]
        private final float[] h; // [rows, H]

        BlockLayer(LayerWeights weights, int rows) {
            this.weights = weights;
            hidden = weights.hidden();
            x = new Matrix(PRECISION, rows, weights.width());
            z = new Matrix(PRECISION, rows, 4 * hidden);
            product = weights.stacked().product(z, x);
            gates = new GateRows<>(PRECISION, rows, hidden);
            y = new GateRows<>(PRECISION, rows, hidden);
            for (int row = 0; row < rows; row++) {
                start(row, 0);
            }
            c = new float[rows * hidden];
            tanhC = new float[rows * hidden];
            h = new float[rows * hidden];
        }

        void reset(int row) {
            Arrays.fill(c, row * hidden, (row + 1) * hidden, 0);
            Arrays.fill(h, row * hidden, (row + 1) * hidden, 0);
            remember(row);
        }

        void take(int row, BlockLayer from, int fromRow) {
            System.arraycopy(from.c, fromRow * hidden, c, row * hidden, hidden);
            System.arraycopy(from.h, fromRow * hidden, h, row * hidden, hidden);
            remember(row);
        }

        /** @param symbol in the first layer what the stream reads, 0 in a further one */
        void start(int row, int symbol) {
            y.set(row, weights.start(), symbol);
        }

        /** @param above receives h_t at the beginning of its rows */
        void step(int count, boolean allThreadsFree, Matrix above) {
            product.run(count, allThreadsFree);
            gates.read(z.memory, 0, count);
            PRECISION.gates().forward(gates, y, c, tanhC, h, count * hidden);
            int width = (int) above.array.size(1);
            for (int row = 0; row < count; row++) {
                PRECISION.write(h, row * hidden, above.memory, row * width, hidden);
                remember(row);
            }
        }

        /** h_t is the h_(t-1) of the next step. */
        private void remember(int row) {
            PRECISION.write(h, row * hidden, x.memory, row * weights.width() + weights.below(), hidden);
        }
    }
}
