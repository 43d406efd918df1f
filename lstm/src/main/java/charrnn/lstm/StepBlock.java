package charrnn.lstm;

import charrnn.lstm.StepWeights.LayerWeights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** State and buffers of up to {@link #ROWS} streams that step together, or of as many steps of one stream. */
final class StepBlock {
    static final int ROWS = 16;

    private final StepWeights weights;
    private final List<BlockLayer> layers = new ArrayList<>();
    private final Matrix logits; // [ROWS, V], without the bias
    private final WeightMatrix.Product logitsProduct; // logits = h of the last layer · weights
    private final float[][] logProbabilities; // [ROWS][V]

    StepBlock(StepWeights weights) {
        this.weights = weights;
        @Nullable BlockLayer top = null;
        for (LayerWeights layer : weights.layers()) {
            top = new BlockLayer(layer, weights.activeInputs(), top);
            layers.add(top);
        }
        logits = new Matrix(ROWS, weights.vocabulary());
        logitsProduct = weights.output().product(logits, layers.get(layers.size() - 1).outputs);
        logProbabilities = new float[ROWS][weights.vocabulary()];
    }

    /** Resets a stream to the initial state. */
    void reset(int row) {
        layers.forEach(layer -> layer.set(row, new float[layer.hidden], new float[layer.hidden]));
    }

    /** The state of a stream: h and c of each layer, then the log-probabilities. */
    float[][] save(int row) {
        float[][] state = new float[2 * layers.size() + 1][];
        for (int l = 0; l < layers.size(); l++) {
            state[2 * l] = hidden(l, row);
            state[2 * l + 1] = cells(l, row);
        }
        state[2 * layers.size()] = logProbabilities[row].clone();
        return state;
    }

    /** Gives a stream a saved state. */
    void restore(int row, float[][] state) {
        for (int l = 0; l < layers.size(); l++) {
            layers.get(l).set(row, state[2 * l], state[2 * l + 1]);
        }
        System.arraycopy(state[2 * layers.size()], 0, logProbabilities[row], 0, weights.vocabulary());
    }

    /** Outputs h of a layer after the last step, [H]. */
    float[] hidden(int layer, int row) {
        return layers.get(layer).row(layers.get(layer).h, row);
    }

    /** Cell states c of a layer after the last step, [H]. */
    float[] cells(int layer, int row) {
        return layers.get(layer).row(layers.get(layer).c, row);
    }

    /** Natural logarithms of the next symbol's probabilities, [V], after the last step. */
    float[] logProbabilities(int row) {
        return logProbabilities[row];
    }

    /**
     * Runs a step of the first streams.
     *
     * @param symbols the symbols of the streams of all blocks, [streams][k]
     * @param first number of this block's first stream
     * @param count number of streams that step, those of the first rows
     * @param allThreads whether a product may use all native threads, since no other block steps at the same time
     */
    void step(int[] symbols, int first, int count, boolean allThreads) {
        run(symbols, first, count, 1, allThreads);
        for (int row = 0; row < count; row++) {
            logProbabilities(row, logProbabilities[row]);
        }
    }

    /**
     * Runs several steps of the first stream, one layer after the other, so that a layer's weights stay in the processor's
     * cache.
     *
     * @param symbols the symbols of the first stream, [steps][k]
     * @param first number of the first step
     * @param count number of steps, at most {@link #ROWS}
     * @param predictions receives log-probabilities after each step, [count][V] from index {@code first} on
     */
    void read(int[] symbols, int first, int count, boolean allThreads, float[][] predictions) {
        run(symbols, first, 1, count, allThreads);
        for (int t = 0; t < count; t++) {
            logProbabilities(t, predictions[first + t]);
        }
        System.arraycopy(predictions[first + count - 1], 0, logProbabilities[0], 0, weights.vocabulary());
    }

    /**
     * Runs several steps of the first streams, and computes the logits of each step.
     *
     * @param symbols [steps][streams][k], from input {@code first} on
     */
    private void run(int[] symbols, int first, int streams, int steps, boolean allThreads) {
        for (BlockLayer layer : layers) {
            layer.multiplyInputs(streams * steps, allThreads);
            for (int row = 0; row < streams * steps; row += streams) {
                layer.setY(symbols, first + row, row, streams);
                layer.step(row, streams, allThreads);
            }
        }
        logitsProduct.run(streams * steps, allThreads);
    }

    /** @param out receives the log-probabilities of a row of the logits, [V] */
    private void logProbabilities(int row, float[] out) {
        logits.memory.get(row * out.length, out);
        FloatMath.add(weights.outputBias(), out, out.length);
        logSoftmax(out);
    }

    /** Replaces each logit by {@code logit - log Σ exp(logit)}; subtracts the largest first to avoid overflow. */
    private static void logSoftmax(float[] logits) {
        float max = FloatMath.max(logits);
        double sum = 0;
        for (float logit : logits) {
            sum += FloatMath.exp(logit - max);
        }
        float logSum = (float) (max + Math.log(sum));
        for (int i = 0; i < logits.length; i++) {
            logits[i] -= logSum;
        }
    }

    /** One layer of the block's streams. */
    private static final class BlockLayer {
        private final LayerWeights weights;
        private final int activeInputs; // number of symbols of an input of the first layer
        private final int hidden;
        private final @Nullable InputProduct inputProduct; // none in the first layer
        private final Matrix before; // [ROWS, H], h_(t-1)
        private final Matrix z; // [ROWS, GH]
        private final WeightMatrix.Product recurrentProduct; // z = before · R
        private final Gates gates;
        private final Gates y; // x W + b, the part of the sums without h R
        private final float[] c; // [ROWS, H]
        private final float[] tanhC; // [ROWS, H]
        private final float[] h; // [ROWS, H]
        private final Matrix outputs; // [ROWS, H], h_t, which the layer above reads

        /** @param below the layer below; null for the first layer */
        BlockLayer(LayerWeights weights, int activeInputs, @Nullable BlockLayer below) {
            this.weights = weights;
            this.activeInputs = activeInputs;
            hidden = weights.hidden();
            inputProduct = below == null ? null : new InputProduct(weights, below.outputs);
            before = new Matrix(ROWS, hidden);
            z = new Matrix(ROWS, Gates.count(weights.coupled()) * hidden);
            recurrentProduct = weights.recurrent().product(z, before);
            gates = new Gates(ROWS, hidden, weights.coupled());
            y = new Gates(ROWS, hidden, weights.coupled());
            c = new float[ROWS * hidden];
            tanhC = new float[ROWS * hidden];
            h = new float[ROWS * hidden];
            outputs = new Matrix(ROWS, hidden);
        }

        void set(int row, float[] outputs, float[] cells) {
            System.arraycopy(outputs, 0, h, row * hidden, hidden);
            System.arraycopy(cells, 0, c, row * hidden, hidden);
            before.memory.put(row * hidden, outputs);
        }

        float[] row(float[] matrix, int row) {
            return Arrays.copyOfRange(matrix, row * hidden, (row + 1) * hidden);
        }

        /** Multiplies the first rows of the outputs of the layer below, all those that the next steps read. */
        void multiplyInputs(int rows, boolean allThreads) {
            if (inputProduct != null) {
                inputProduct.product.run(rows, allThreads);
            }
        }

        /**
         * Sets y for a step of the first streams.
         *
         * @param symbols for the first layer: those of the streams, from input {@code first} on
         * @param firstRow for the other layers: the row of x W that belongs to the first stream
         */
        void setY(int[] symbols, int first, int firstRow, int streams) {
            if (inputProduct != null) {
                inputProduct.read(y, firstRow, streams);
                return;
            }
            for (int stream = 0; stream < streams; stream++) {
                y.setSum(stream, weights.inputRows(), symbols, (first + stream) * activeInputs, activeInputs);
            }
        }

        /** @param firstRow row of the outputs that receives h_t of the first stream */
        void step(int firstRow, int streams, boolean allThreads) {
            recurrentProduct.run(streams, allThreads);
            gates.read(z.memory, 0, streams);
            gates.forward(y, c, tanhC, h, streams * hidden);
            outputs.memory.put(firstRow * hidden, h, 0, streams * hidden);
            before.memory.put(0, h, 0, streams * hidden);
        }
    }

    /** The product of a layer's inputs x, the outputs of the layer below, with its weights W. */
    private static final class InputProduct {
        private final Matrix xW; // [ROWS, GH]
        private final WeightMatrix.Product product; // xW = x · W
        private final Gates bias; // b, in each row
        private final int hidden;

        InputProduct(LayerWeights weights, Matrix x) {
            hidden = weights.hidden();
            xW = new Matrix(ROWS, Gates.count(weights.coupled()) * hidden);
            product = weights.input().orElseThrow().product(xW, x);
            bias = new Gates(ROWS, hidden, weights.coupled());
            for (int row = 0; row < ROWS; row++) {
                bias.set(row, weights.inputRows(), 0);
            }
        }

        /** Sets the first rows of {@code y} to x W + b of some rows. */
        void read(Gates y, int firstRow, int rows) {
            y.read(xW.memory, firstRow, rows);
            y.add(bias, rows * hidden);
        }
    }
}
