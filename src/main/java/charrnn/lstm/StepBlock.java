package charrnn.lstm;

import static charrnn.lstm.LstmStepper.ROWS;

import charrnn.lstm.StepBlock.Weights.LayerWeights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** State and buffers of streams that step together. */
final class StepBlock {
    private final Weights weights;
    private final List<BlockLayer> layers = new ArrayList<>();
    private final Matrix logits; // [ROWS, V]
    private final WeightMatrix.Product output; // logits = h of the last layer · weights
    private final float[][] logProbabilities; // [rows][V]

    StepBlock(Weights weights) {
        this.weights = weights;
        @Nullable BlockLayer top = null;
        for (LayerWeights layer : weights.layers()) {
            top = new BlockLayer(layer, weights.rows(), top);
            layers.add(top);
        }
        logits = new Matrix(ROWS, weights.vocabulary());
        output = weights.output().product(logits, layers.get(layers.size() - 1).outputs);
        logProbabilities = new float[weights.rows()][weights.vocabulary()];
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
        run(symbols, first, count, 1, allThreadsFree);
        for (int row = 0; row < count; row++) {
            readLogProbabilities(row, logProbabilities[row]);
        }
    }

    /**
     * Runs several steps of the first stream, layer by layer: so the weights of a layer stay in the processor's cache, and
     * those that multiply the output of the layer below are read once.
     *
     * @param symbols the symbols of the first stream
     * @param first index of the symbol of the first step
     * @param count number of steps, at most {@link LstmStepper#ROWS}
     * @param predictions receives log-probabilities after each step, [count][V] from index {@code first} on
     */
    void read(int[] symbols, int first, int count, boolean allThreadsFree, float[][] predictions) {
        run(symbols, first, 1, count, allThreadsFree);
        for (int t = 0; t < count; t++) {
            readLogProbabilities(t, predictions[first + t]);
        }
        System.arraycopy(predictions[first + count - 1], 0, logProbabilities[0], 0, weights.vocabulary());
    }

    /**
     * Runs several steps of the first streams, and computes the logits without the bias after each.
     *
     * @param symbols those of the streams in the first step, then those in the second, and so on from index {@code first} on
     */
    private void run(int[] symbols, int first, int streams, int steps, boolean allThreadsFree) {
        for (BlockLayer layer : layers) {
            layer.multiplyInputs(streams * steps, allThreadsFree);
            for (int row = 0; row < streams * steps; row += streams) {
                layer.setAddends(symbols, first + row, row, streams);
                layer.step(row, streams, allThreadsFree);
            }
        }
        output.run(streams * steps, allThreadsFree);
    }

    private void readLogProbabilities(int row, float[] logProbabilities) {
        logits.memory.get(row * logProbabilities.length, logProbabilities);
        FloatMath.add(weights.outputBias(), logProbabilities, logProbabilities.length);
        logSoftmax(logProbabilities);
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
        private final @Nullable InputProduct inputProduct; // none in the first layer
        private final Matrix before; // [rows, H], h_(t-1)
        private final Matrix z; // [rows, GH]
        private final WeightMatrix.Product recurrentProduct; // z = before · R
        private final Gates gates;
        private final Gates y; // x W + b
        private final float[] c; // [rows, H]
        private final float[] tanhC; // [rows, H]
        private final float[] h; // [rows, H]
        private final Matrix outputs; // [ROWS, H], h_t, which the layer above reads

        /** @param below the layer below; null for the first layer */
        BlockLayer(LayerWeights weights, int rows, @Nullable BlockLayer below) {
            this.weights = weights;
            hidden = weights.hidden();
            inputProduct = below == null ? null : new InputProduct(weights, below.outputs);
            before = new Matrix(rows, hidden);
            z = new Matrix(rows, Gates.count(weights.coupled()) * hidden);
            recurrentProduct = weights.recurrent().product(z, before);
            gates = new Gates(rows, hidden, weights.coupled());
            y = new Gates(rows, hidden, weights.coupled());
            c = new float[rows * hidden];
            tanhC = new float[rows * hidden];
            h = new float[rows * hidden];
            outputs = new Matrix(ROWS, hidden);
        }

        void reset(int row) {
            Arrays.fill(c, row * hidden, (row + 1) * hidden, 0);
            Arrays.fill(h, row * hidden, (row + 1) * hidden, 0);
            before.memory.put(row * hidden, h, row * hidden, hidden);
        }

        void copy(BlockLayer from, int fromRow, int row) {
            System.arraycopy(from.c, fromRow * hidden, c, row * hidden, hidden);
            System.arraycopy(from.h, fromRow * hidden, h, row * hidden, hidden);
            before.memory.put(row * hidden, h, row * hidden, hidden);
        }

        float[] row(float[] matrix, int row) {
            return Arrays.copyOfRange(matrix, row * hidden, (row + 1) * hidden);
        }

        /** Multiplies the first rows of the outputs of the layer below, all those that the next steps read. */
        void multiplyInputs(int rows, boolean allThreadsFree) {
            if (inputProduct != null) {
                inputProduct.product.run(rows, allThreadsFree);
            }
        }

        /**
         * Prepares a step of the first streams.
         *
         * @param symbols the input of the first layer, from index {@code first} on
         * @param firstRow the input of the other layers, rows of the product of the inputs
         */
        void setAddends(int[] symbols, int first, int firstRow, int streams) {
            if (inputProduct != null) {
                inputProduct.read(y, firstRow, streams);
                return;
            }
            for (int stream = 0; stream < streams; stream++) {
                y.set(stream, weights.inputRows(), symbols[first + stream]);
            }
        }

        /** @param firstRow row of the outputs that receives h_t of the first stream */
        void step(int firstRow, int streams, boolean allThreadsFree) {
            recurrentProduct.run(streams, allThreadsFree);
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

    /**
     * Copies of a network's weights in the form that blocks use. All blocks share them.
     *
     * @param rows number of streams of a block, 1 or {@link LstmStepper#ROWS}
     * @param layers weights of the LSTM layers, from the first to the last
     * @param output weights of the output layer, [H, V]
     * @param outputBias [V]
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Weights(int rows, List<LayerWeights> layers, WeightMatrix output, float[] outputBias) {
        /**
         * A layer of n inputs and H units.
         *
         * @param hidden H
         * @param coupled whether the input gate is coupled to the forget gate
         * @param input W, [n, GH] with the G computed {@link Gates}; empty in the first layer, whose input is one-hot and
         *     selects a row of W
         * @param recurrent R, [H, GH]
         * @param inputRows addend of the products: b, [1, GH]; in the first layer W + b, a row for each symbol, [n, GH]
         */
        @SuppressWarnings("ArrayRecordComponent") // never compared
        record LayerWeights(
                int hidden, boolean coupled, Optional<WeightMatrix> input, WeightMatrix recurrent, float[] inputRows) {
            static LayerWeights copyOf(Layer layer, boolean first, boolean coupled, int rows) {
                int hidden = (int) layer.getParam("RW").size(0);
                int size = Gates.count(coupled) * hidden;
                Matrix input = copy(layer.getParam("W"), size);
                Matrix inputRows = first ? input : new Matrix(1, size);
                INDArray bias = Matrix.columns(layer.getParam("b"), 0, size);
                inputRows.array.addiRowVector(bias.castTo(DataType.FLOAT));
                return new LayerWeights(
                        hidden,
                        coupled,
                        first ? Optional.empty() : Optional.of(WeightMatrix.of(input, ROWS)),
                        WeightMatrix.of(copy(layer.getParam("RW"), size), rows),
                        inputRows.array.data().asFloat());
            }

            private static Matrix copy(INDArray weights, int columns) {
                Matrix copy = new Matrix((int) weights.size(0), columns);
                copy.array.assign(Matrix.columns(weights, 0, columns));
                return copy;
            }
        }

        /**
         * @param network LSTM layers and a softmax output layer
         * @param rows number of streams of a block, 1 or {@link LstmStepper#ROWS}
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
            return new Weights(rows, List.copyOf(layers), WeightMatrix.of(output, ROWS), bias);
        }

        int vocabulary() {
            return outputBias.length;
        }
    }
}
