package charrnn.lstm;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A stack of {@link TextbookLstm}s, a softmax and the cross-entropy loss, with a copy of a network's parameters. The
 * state is carried from segment to segment.
 */
final class TextbookNetwork {
    private final List<TextbookLstm> layers = new ArrayList<>();
    private final double[][] outputWeights; // [hidden][vocabulary]
    private final double[] outputBias;
    private final double[][] outputWeightGradient;
    private final double[] outputBiasGradient;
    final double[][][] hidden; // [layer][stream][unit]
    final double[][][] cells;

    /** Of the last segment: nats, summed over time and divided by the number of streams. */
    double score;

    TextbookNetwork(MultiLayerNetwork network, int batch) {
        int count = network.getnLayers() - 1;
        hidden = new double[count][batch][];
        cells = new double[count][batch][];
        for (int i = 0; i < count; i++) {
            layers.add(new TextbookLstm(
                    matrix(network.getParam(i + "_W")),
                    matrix(network.getParam(i + "_RW")),
                    matrix(network.getParam(i + "_b"))[0]));
            for (int s = 0; s < batch; s++) {
                hidden[i][s] = new double[layers.get(i).hidden];
                cells[i][s] = new double[layers.get(i).hidden];
            }
        }
        outputWeights = matrix(network.getParam(count + "_W"));
        outputBias = matrix(network.getParam(count + "_b"))[0];
        outputWeightGradient = new double[outputWeights.length][outputBias.length];
        outputBiasGradient = new double[outputBias.length];
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

    /**
     * Reads a segment and adds its gradient to those of the segments before.
     *
     * @param inputs characters, [stream][time]
     * @param targets likewise
     */
    void segment(int[][] inputs, int[][] targets) {
        score = 0;
        for (int s = 0; s < inputs.length; s++) {
            List<List<TextbookLstm.Step>> steps = forward(s, inputs[s]); // [time][layer]
            double[][] epsilon = new double[inputs[s].length][];
            for (int t = 0; t < inputs[s].length; t++) {
                double[] top = steps.get(t).get(layers.size() - 1).h();
                double[] probabilities = softmax(top);
                epsilon[t] = output(top, probabilities, targets[s][t]);
                score -= Math.log(probabilities[targets[s][t]]) / inputs.length;
            }
            backward(steps, epsilon);
        }
    }

    private List<List<TextbookLstm.Step>> forward(int stream, int[] inputs) {
        List<List<TextbookLstm.Step>> steps = new ArrayList<>();
        for (int input : inputs) {
            List<TextbookLstm.Step> column = new ArrayList<>();
            double[] x = new double[outputBias.length];
            x[input] = 1;
            for (int i = 0; i < layers.size(); i++) {
                TextbookLstm.Step step = layers.get(i).forward(x, hidden[i][stream], cells[i][stream]);
                column.add(step);
                hidden[i][stream] = step.h();
                cells[i][stream] = step.c();
                x = step.h();
            }
            steps.add(column);
        }
        return steps;
    }

    private double[] softmax(double[] h) {
        double[] p = outputBias.clone();
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
            outputBiasGradient[v] += d;
            for (int k = 0; k < h.length; k++) {
                outputWeightGradient[k][v] += h[k] * d;
                dh[k] += outputWeights[k][v] * d;
            }
        }
        return dh;
    }

    /** @param epsilon gradient with respect to the top layer's h, [time][unit]; that of the lower layers follows */
    private void backward(List<List<TextbookLstm.Step>> steps, double[][] epsilon) {
        for (int i = layers.size() - 1; i >= 0; i--) {
            TextbookLstm layer = layers.get(i);
            double[] dc = new double[layer.hidden];
            double[] dhBefore = new double[layer.hidden];
            for (int t = steps.size() - 1; t >= 0; t--) {
                double[] dh = epsilon[t].clone();
                for (int j = 0; j < dh.length; j++) {
                    dh[j] += dhBefore[j];
                }
                epsilon[t] = layer.backward(steps.get(t).get(i), dh, dc, dhBefore);
            }
        }
    }

    /** The gradients, named and shaped as Deeplearning4j has them. */
    Map<String, double[][]> gradients() {
        Map<String, double[][]> gradients = new LinkedHashMap<>();
        for (int i = 0; i < layers.size(); i++) {
            gradients.put(i + "_W", layers.get(i).wGradient);
            gradients.put(i + "_RW", layers.get(i).rwGradient);
            gradients.put(i + "_b", new double[][] {layers.get(i).bGradient});
        }
        gradients.put(layers.size() + "_W", outputWeightGradient);
        gradients.put(layers.size() + "_b", new double[][] {outputBiasGradient});
        return gradients;
    }
}
