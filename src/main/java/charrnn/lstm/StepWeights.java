package charrnn.lstm;

import java.util.ArrayList;
import java.util.List;

/**
 * Copies of a network's weights as {@link StepBlock}s multiply by them; any number of blocks share them.
 *
 * @param rows of a block, at most
 * @param layers from the first to the last
 * @param output of the output layer, [H, V]
 * @param outputBias [V]
 */
record StepWeights(int rows, List<LayerWeights> layers, WeightMatrix output, float[] outputBias) {
    /**
     * A layer of n inputs and H units. W and R stand one above the other, for one product of x and h side by side. The
     * first layer multiplies h alone: its input is one-hot and picks a row of W.
     *
     * @param below width of x: n, in the first layer 0
     * @param hidden H
     * @param stacked W above R, [n + H, 4H]; in the first layer R, [H, 4H]
     * @param start what the product is added to: b, [1, 4H]; in the first layer W + b, a row for each symbol, [n, 4H]
     */
    record LayerWeights(int below, int hidden, WeightMatrix stacked, float[] start) {
        static LayerWeights first(LstmStack.Lstm layer, int rows) {
            int hidden = layer.hidden();
            Matrix stacked = new Matrix(Precision.SINGLE, hidden, 4 * hidden);
            stacked.array.assign(layer.recurrentWeights());
            Matrix start = new Matrix(Precision.SINGLE, (int) layer.weights().size(0), 4 * hidden);
            start.array.assign(layer.weights()).addiRowVector(layer.bias().castTo(Precision.SINGLE.dataType()));
            return new LayerWeights(
                    0,
                    hidden,
                    WeightMatrix.of(stacked, rows),
                    start.array.data().asFloat());
        }

        static LayerWeights further(LstmStack.Lstm layer, int rows) {
            int below = (int) layer.weights().size(0);
            int hidden = layer.hidden();
            Matrix stacked = new Matrix(Precision.SINGLE, below + hidden, 4 * hidden);
            stacked.rows(0, below).assign(layer.weights());
            stacked.rows(below, below + hidden).assign(layer.recurrentWeights());
            return new LayerWeights(
                    below,
                    hidden,
                    WeightMatrix.of(stacked, rows),
                    layer.bias().dup().data().asFloat());
        }

        int width() {
            return below + hidden;
        }
    }

    /** @param rows how many streams a block has, at most */
    static StepWeights copyOf(LstmStack stack, int rows) {
        List<LayerWeights> layers = new ArrayList<>();
        for (LstmStack.Lstm layer : stack.layers()) {
            layers.add(layers.isEmpty() ? LayerWeights.first(layer, rows) : LayerWeights.further(layer, rows));
        }
        Matrix output = new Matrix(Precision.SINGLE, (int) stack.weights().size(0), (int)
                stack.weights().size(1));
        output.array.assign(stack.weights());
        return new StepWeights(
                rows,
                List.copyOf(layers),
                WeightMatrix.of(output, rows),
                stack.bias().dup().data().asFloat());
    }

    int vocabulary() {
        return outputBias.length;
    }
}
