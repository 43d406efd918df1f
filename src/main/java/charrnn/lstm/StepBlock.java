package charrnn.lstm;

import charrnn.lstm.StepBlock.Weights.LayerWeights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** State and buffers of streams that step together. */
final class StepBlock {
    private final Weights weights;
    private final List<BlockLayer> layers;
    private final Matrix top; // [rows, H], h of the last layer
    private final Matrix logits; // [rows, V]
    private final WeightMatrix.Product output; // logits = top · weights
    private final float[][] logProbabilities; // [rows][V]

    StepBlock(Weights weights) {
        this.weights = weights;
        int rows = weights.rows();
        layers = weights.layers().stream()
                .map(layer -> new BlockLayer(layer, rows))
                .toList();
        top = new Matrix(rows, layers.get(layers.size() - 1).hidden);
        logits = new Matrix(rows, weights.vocabulary());
        output = weights.output().product(logits, top);
        logProbabilities = new float[rows][weights.vocabulary()];
    }

    /** Resets a stream to the initial state. */
    void reset(int row) {
        layers.forEach(layer -> layer.reset(row));
    }

    /** Copies the state of a stream, of this block or another, to a row. */
    void copy(StepBlock from, int fromRow, int row) {
        for (int l = 0; l < layers.size(); l++) {
            layers.get(l).copy(from.layers.get(l), fromRow, row);
        }
        System.arraycopy(from.logProbabilities[fromRow], 0, logProbabilities[row], 0, weights.vocabulary());
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
     * @param symbols the symbols of the streams of all blocks
     * @param first index of the symbol of this block's first stream
     * @param count number of streams that step, those of the first rows
     * @param allThreadsFree whether no other block steps at the same time, so that products may use all threads
     */
    void step(int[] symbols, int first, int count, boolean allThreadsFree) {
        for (int row = 0; row < count; row++) {
            layers.get(0).setInput(row, symbols[first + row]);
        }
        for (int l = 0; l < layers.size(); l++) {
            layers.get(l).step(count, allThreadsFree, l == layers.size() - 1 ? top : layers.get(l + 1).x);
        }
        output.run(count, allThreadsFree);
        for (int row = 0; row < count; row++) {
            float[] logits = logProbabilities[row];
            this.logits.memory.get(row * logits.length, logits);
            FloatMath.add(weights.outputBias(), logits, logits.length);
            logSoftmax(logits);
        }
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
        private final int hidden;
        private final Matrix x; // [rows, n + H]: x_t, h_(t-1); in the first layer only h_(t-1)
        private final Matrix z; // [rows, GH]
        private final WeightMatrix.Product product; // z = x · stacked
        private final Gates gates;
        private final Gates y; // b; in the first layer W_symbol + b
        private final float[] c; // [rows, H]
        private final float[] tanhC; // [rows, H]
        private final float[] h; // [rows, H]

        BlockLayer(LayerWeights weights, int rows) {
            this.weights = weights;
            hidden = weights.hidden();
            x = new Matrix(rows, weights.width());
            z = new Matrix(rows, Gates.count(weights.coupled()) * hidden);
            product = weights.stacked().product(z, x);
            gates = new Gates(rows, hidden, weights.coupled());
            y = new Gates(rows, hidden, weights.coupled());
            for (int row = 0; row < rows; row++) {
                setInput(row, 0);
            }
            c = new float[rows * hidden];
            tanhC = new float[rows * hidden];
            h = new float[rows * hidden];
        }

        void reset(int row) {
            Arrays.fill(c, row * hidden, (row + 1) * hidden, 0);
            Arrays.fill(h, row * hidden, (row + 1) * hidden, 0);
            storeHidden(row);
        }

        void copy(BlockLayer from, int fromRow, int row) {
            System.arraycopy(from.c, fromRow * hidden, c, row * hidden, hidden);
            System.arraycopy(from.h, fromRow * hidden, h, row * hidden, hidden);
            storeHidden(row);
        }

        float[] row(float[] matrix, int row) {
            return Arrays.copyOfRange(matrix, row * hidden, (row + 1) * hidden);
        }

        /** @param symbol the input of the first layer; 0 in the others */
        void setInput(int row, int symbol) {
            y.set(row, weights.inputRows(), symbol);
        }

        /** @param above receives h_t at the beginning of its rows: x of the next layer, or top */
        void step(int count, boolean allThreadsFree, Matrix above) {
            product.run(count, allThreadsFree);
            gates.read(z.memory, 0, count);
            gates.forward(y, c, tanhC, h, count * hidden);
            int width = (int) above.array.size(1);
            for (int row = 0; row < count; row++) {
                above.memory.put(row * width, h, row * hidden, hidden);
                storeHidden(row);
            }
        }

        /** Copies h_t into x, where it is the h_(t-1) of the next step. */
        private void storeHidden(int row) {
            x.memory.put(row * weights.width() + weights.inputWidth(), h, row * hidden, hidden);
        }
    }

    /**
     * Copies of a network's weights in the form that blocks use. All blocks share them.
     *
     * @param rows maximum number of streams of a block
     * @param layers weights of the LSTM layers, from the first to the last
     * @param output weights of the output layer, [H, V]
     * @param outputBias [V]
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Weights(int rows, List<LayerWeights> layers, WeightMatrix output, float[] outputBias) {
        /**
         * A layer of n inputs and H units. W is stacked above R, so that one product multiplies x and h, which stand side
         * by side. The first layer multiplies only h: its input is one-hot and selects a row of W.
         *
         * @param inputWidth number of multiplied inputs: n; in the first layer 0
         * @param hidden H
         * @param coupled whether the input gate is coupled to the forget gate
         * @param stacked W above R, [n + H, GH] with the G computed {@link Gates}; in the first layer R, [H, GH]
         * @param inputRows addend of the product: b, [1, GH]; in the first layer W + b, a row for each symbol, [n, GH]
         */
        @SuppressWarnings("ArrayRecordComponent") // never compared
        record LayerWeights(int inputWidth, int hidden, boolean coupled, WeightMatrix stacked, float[] inputRows) {
            static LayerWeights copyOf(Layer layer, boolean first, boolean coupled, int rows) {
                INDArray weights = layer.getParam("W");
                INDArray recurrentWeights = layer.getParam("RW");
                int inputs = (int) weights.size(0);
                int hidden = (int) recurrentWeights.size(0);
                int inputWidth = first ? 0 : inputs;
                int size = Gates.count(coupled) * hidden;
                Matrix stacked = new Matrix(inputWidth + hidden, size);
                stacked.rows(inputWidth, hidden).assign(Matrix.columns(recurrentWeights, 0, size));
                Matrix inputRows = new Matrix(first ? inputs : 1, size);
                (first ? inputRows.array : stacked.rows(0, inputWidth)).assign(Matrix.columns(weights, 0, size));
                INDArray bias = Matrix.columns(layer.getParam("b"), 0, size);
                inputRows.array.addiRowVector(bias.castTo(DataType.FLOAT));
                return new LayerWeights(
                        inputWidth,
                        hidden,
                        coupled,
                        WeightMatrix.of(stacked, rows),
                        inputRows.array.data().asFloat());
            }

            int width() {
                return inputWidth + hidden;
            }
        }

        /**
         * @param network LSTM layers and a softmax output layer
         * @param rows maximum number of streams of a block
         */
        static Weights copyOf(MultiLayerNetwork network, int rows) {
            boolean coupled = LstmInstaller.isCoupled(network);
            List<LayerWeights> layers = new ArrayList<>();
            for (int i = 0; i < network.getnLayers() - 1; i++) {
                layers.add(LayerWeights.copyOf(network.getLayer(i), i == 0, coupled, rows));
            }
            Layer last = network.getOutputLayer();
            INDArray weights = last.getParam("W");
            Matrix output = new Matrix((int) weights.size(0), (int) weights.size(1));
            output.array.assign(weights);
            float[] bias = last.getParam("b").dup().data().asFloat();
            return new Weights(rows, List.copyOf(layers), WeightMatrix.of(output, rows), bias);
        }

        int vocabulary() {
            return outputBias.length;
        }
    }
}
