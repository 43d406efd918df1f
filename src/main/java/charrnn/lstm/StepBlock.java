package charrnn.lstm;

import charrnn.lstm.StepWeights.LayerWeights;
import java.util.Arrays;
import java.util.List;

/**
 * Places for {@value #ROWS} streams that step together, their state, and the buffers for it.
 *
 * <p>Its products have {@value #ROWS} rows even where fewer streams are there. A matrix multiplication takes some rows
 * at a time and what is left over by other code, which sums in another order: by the number of rows, and by its place,
 * a row would come out with other last bits. With {@value #ROWS} rows, and one native thread, all places compute alike:
 * oneDNN's AVX-512 code takes any number from 2 on; its AVX2 code takes six and leaves four, which it does as it does
 * six, while two or three (of 8 or 15 rows, say) come out otherwise.
 */
final class StepBlock {
    static final int ROWS = 16;

    private static final Precision<float[]> PRECISION = Precision.SINGLE;

    private final StepWeights weights;
    private final List<BlockLayer> layers;
    private final Matrix top; // [ROWS, H], h of the last layer
    private final Matrix logits; // [ROWS, V]
    private final MatMul output;
    private final float[][] logProbabilities; // [ROWS][V]

    StepBlock(StepWeights weights) {
        this.weights = weights;
        layers = weights.layers().stream().map(BlockLayer::new).toList();
        top = new Matrix(PRECISION, ROWS, layers.get(layers.size() - 1).weights.hidden());
        logits = new Matrix(PRECISION, ROWS, weights.vocabulary());
        output = MatMul.addingTo(logits.array, top.array, weights.output().array);
        logProbabilities = new float[ROWS][weights.vocabulary()];
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
     */
    void step(int[] symbols, int first, int count) {
        for (int row = 0; row < count; row++) {
            layers.get(0).start(row, symbols[first + row]);
        }
        for (int l = 0; l < layers.size(); l++) {
            BlockLayer layer = layers.get(l);
            boolean last = l == layers.size() - 1;
            layer.step(count, last ? top : layers.get(l + 1).x);
        }
        predict(count);
    }

    private void predict(int count) {
        int size = weights.vocabulary();
        for (int row = 0; row < count; row++) {
            PRECISION.write(weights.outputBias(), 0, logits.memory, row * size, size);
        }
        output.run();
        for (int row = 0; row < count; row++) {
            PRECISION.read(logits.memory, row * size, logProbabilities[row], 0, size);
            LogSoftmax.inPlace(logProbabilities[row]);
        }
    }

    /** One layer of all streams. */
    private static final class BlockLayer {
        private final LayerWeights weights;
        private final int hidden;
        private final Matrix x; // [ROWS, n + H]: x_t, h_(t-1); of the first layer h_(t-1) alone
        private final Matrix z; // [ROWS, 4H]
        private final MatMul product; // z = x stacked
        private final GateRows<float[]> gates;
        private final GateRows<float[]> y; // b; in the first layer W_symbol + b
        private final float[] c; // [ROWS, H]
        private final float[] tanhC; // [ROWS, H]
        private final float[] h; // [ROWS, H]

        BlockLayer(LayerWeights weights) {
            this.weights = weights;
            hidden = weights.hidden();
            x = new Matrix(PRECISION, ROWS, weights.width());
            z = new Matrix(PRECISION, ROWS, 4 * hidden);
            product = MatMul.into(z.array, x.array, weights.stacked().array);
            gates = new GateRows<>(PRECISION, ROWS, hidden);
            y = new GateRows<>(PRECISION, ROWS, hidden);
            for (int row = 0; row < ROWS; row++) {
                start(row, 0);
            }
            c = new float[ROWS * hidden];
            tanhC = new float[ROWS * hidden];
            h = new float[ROWS * hidden];
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
        void step(int count, Matrix above) {
            product.run();
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
