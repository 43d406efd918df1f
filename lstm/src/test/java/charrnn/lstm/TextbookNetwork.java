package charrnn.lstm;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A stack of {@link TextbookLstm}s, a softmax and the cross-entropy loss in double precision, with a copy of a network's
 * parameters. The state is carried from segment to segment, and is a constant in each segment's gradient.
 */
final class TextbookNetwork {
    private final List<TextbookLstm> layers = new ArrayList<>();
    private final double[][] outputWeights; // [hidden][vocabulary]
    private final double[][] outputBias; // [1][vocabulary]
    private final double[][] outputWeightGradient;
    private final double[][] outputBiasGradient;
    private final double[][][] hidden; // [layer][stream][unit]
    private final double[][][] cells;
    private Dropout dropout = (layer, stream, unit, time) -> 1;

    /** Factors of the inputs of the layers; the output layer is the last. */
    interface Dropout {
        double factor(int layer, int stream, int unit, int time);
    }

    TextbookNetwork(MultiLayerNetwork network, int batch) {
        int count = network.getnLayers() - 1;
        hidden = new double[count][batch][];
        cells = new double[count][batch][];
        for (int i = 0; i < count; i++) {
            layers.add(new TextbookLstm(
                    matrix(network.getParam(i + "_W")),
                    matrix(network.getParam(i + "_RW")),
                    matrix(network.getParam(i + "_b"))));
            for (int s = 0; s < batch; s++) {
                hidden[i][s] = new double[layers.get(i).hidden];
                cells[i][s] = new double[layers.get(i).hidden];
            }
        }
        outputWeights = matrix(network.getParam(count + "_W"));
        outputBias = matrix(network.getParam(count + "_b"));
        outputWeightGradient = new double[outputWeights.length][outputBias[0].length];
        outputBiasGradient = new double[1][outputBias[0].length];
    }

    /** The rows of a matrix; a vector is one row. */
    static double[][] matrix(INDArray array) {
        INDArray exact = array.castTo(DataType.DOUBLE).reshape(array.rows(), array.columns());
        double[][] matrix = new double[exact.rows()][exact.columns()];
        for (int r = 0; r < matrix.length; r++) {
            for (int c = 0; c < matrix[r].length; c++) {
                matrix[r][c] = exact.getDouble(r, c);
            }
        }
        return matrix;
    }

    void setDropout(Dropout dropout) {
        this.dropout = dropout;
    }

    /** h of each stream after the last segment, [stream][unit]. */
    double[][] hidden(int layer) {
        return hidden[layer];
    }

    /** c of each stream after the last segment, [stream][unit]. */
    double[][] cells(int layer) {
        return cells[layer];
    }

    /** The state, [h and c][layer][stream]: the vectors themselves are never changed. */
    double[][][][] state() {
        return new double[][][][] {copy(hidden), copy(cells)};
    }

    void restore(double[][][][] state) {
        System.arraycopy(copy(state[0]), 0, hidden, 0, hidden.length);
        System.arraycopy(copy(state[1]), 0, cells, 0, cells.length);
    }

    private static double[][][] copy(double[][][] streams) {
        return Arrays.stream(streams).map(double[][]::clone).toArray(double[][][]::new);
    }

    /**
     * Reads a segment and computes its gradient.
     *
     * @param inputs characters, [stream][time]
     * @param targets the character that follows each input, [stream][time]
     * @return the loss in nats, summed over time and divided by the number of streams
     */
    double segment(int[][] inputs, int[][] targets) {
        gradients().values().forEach(gradient -> Arrays.stream(gradient).forEach(row -> Arrays.fill(row, 0)));
        double loss = 0;
        for (int s = 0; s < inputs.length; s++) {
            List<List<TextbookLstm.Step>> steps = new ArrayList<>(); // [time][layer]
            double[][] epsilon = new double[inputs[s].length][];
            for (int t = 0; t < inputs[s].length; t++) {
                steps.add(step(s, t, inputs[s][t]));
                double[] top = dropped(steps.get(t).get(layers.size() - 1).h(), layers.size(), s, t);
                double[] probabilities = softmax(top);
                loss -= Math.log(probabilities[targets[s][t]]) / inputs.length;
                epsilon[t] = dropped(output(top, probabilities, targets[s][t]), layers.size(), s, t);
            }
            backward(s, steps, epsilon);
        }
        return loss;
    }

    private List<TextbookLstm.Step> step(int stream, int time, int input) {
        List<TextbookLstm.Step> column = new ArrayList<>();
        double[] x = new double[outputBias[0].length];
        x[input] = 1;
        for (int i = 0; i < layers.size(); i++) {
            TextbookLstm.Step step =
                    layers.get(i).forward(dropped(x, i, stream, time), hidden[i][stream], cells[i][stream]);
            column.add(step);
            hidden[i][stream] = step.h();
            cells[i][stream] = step.c();
            x = step.h();
        }
        return column;
    }

    private double[] dropped(double[] values, int layer, int stream, int time) {
        double[] left = values.clone();
        for (int unit = 0; unit < left.length; unit++) {
            left[unit] *= dropout.factor(layer, stream, unit, time);
        }
        return left;
    }

    private double[] softmax(double[] h) {
        double[] p = outputBias[0].clone();
        double sum = 0;
        for (int v = 0; v < p.length; v++) {
            for (int k = 0; k < h.length; k++) {
                p[v] += h[k] * outputWeights[k][v];
            }
            p[v] = Math.exp(p[v]);
            sum += p[v];
        }
        for (int v = 0; v < p.length; v++) {
            p[v] /= sum;
        }
        return p;
    }

    /** The output layer's share of the gradient, and the gradient with respect to h. */
    private double[] output(double[] h, double[] probabilities, int target) {
        double[] dh = new double[h.length];
        for (int v = 0; v < probabilities.length; v++) {
            double d = probabilities[v] - (v == target ? 1 : 0);
            outputBiasGradient[0][v] += d;
            for (int k = 0; k < h.length; k++) {
                outputWeightGradient[k][v] += h[k] * d;
                dh[k] += outputWeights[k][v] * d;
            }
        }
        return dh;
    }

    /** @param epsilon gradient with respect to h of the last LSTM layer, [time][unit] */
    private void backward(int stream, List<List<TextbookLstm.Step>> steps, double[][] epsilon) {
        for (int i = layers.size() - 1; i >= 0; i--) {
            TextbookLstm layer = layers.get(i);
            double[] dc = new double[layer.hidden];
            double[] dhBefore = new double[layer.hidden];
            for (int t = steps.size() - 1; t >= 0; t--) {
                double[] dh = epsilon[t].clone();
                for (int j = 0; j < dh.length; j++) {
                    dh[j] += dhBefore[j];
                }
                epsilon[t] = dropped(layer.backward(steps.get(t).get(i), dh, dc, dhBefore), i, stream, t);
            }
        }
    }

    /** The gradients of the last segment, summed over streams, with Deeplearning4j's names and shapes. */
    Map<String, double[][]> gradients() {
        Map<String, double[][]> gradients = new LinkedHashMap<>();
        for (int i = 0; i < layers.size(); i++) {
            gradients.put(i + "_W", layers.get(i).wGradient);
            gradients.put(i + "_RW", layers.get(i).rwGradient);
            gradients.put(i + "_b", layers.get(i).bGradient);
        }
        gradients.put(layers.size() + "_W", outputWeightGradient);
        gradients.put(layers.size() + "_b", outputBiasGradient);
        return gradients;
    }

    /** The parameters, with Deeplearning4j's names and shapes; changes to the arrays change the network. */
    Map<String, double[][]> parameters() {
        Map<String, double[][]> parameters = new LinkedHashMap<>();
        for (int i = 0; i < layers.size(); i++) {
            parameters.put(i + "_W", layers.get(i).w);
            parameters.put(i + "_RW", layers.get(i).rw);
            parameters.put(i + "_b", layers.get(i).b);
        }
        parameters.put(layers.size() + "_W", outputWeights);
        parameters.put(layers.size() + "_b", outputBias);
        return parameters;
    }
}
