package charrnn.tools.export;

import charrnn.model.checkpoint.Checkpoint;
import charrnn.tools.export.Safetensors.Tensor;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Converts a network's parameters to the state of a PyTorch module with an {@code nn.LSTM} called {@code lstm} and an
 * {@code nn.Linear} called {@code output}. With n inputs and H units in layer k, and V symbols:
 *
 * <table>
 * <caption>Tensors</caption>
 * <tr><td>{@code lstm.weight_ih_lk}</td><td>[4H, n]</td><td>Deeplearning4j's W [n, 4H], transposed</td></tr>
 * <tr><td>{@code lstm.weight_hh_lk}</td><td>[4H, H]</td><td>RW [H, 4H], transposed</td></tr>
 * <tr><td>{@code lstm.bias_ih_lk}</td><td>[4H]</td><td>b [1, 4H]</td></tr>
 * <tr><td>{@code lstm.bias_hh_lk}</td><td>[4H]</td><td>zeros: PyTorch adds a second bias</td></tr>
 * <tr><td>{@code output.weight}</td><td>[V, H]</td><td>W [H, V], transposed</td></tr>
 * <tr><td>{@code output.bias}</td><td>[V]</td><td>b [1, V]</td></tr>
 * </table>
 *
 * The 4H columns of Deeplearning4j are the gates in the order (candidate, forget, output, input). The 4H rows of PyTorch
 * have the order (input, forget, candidate, output), which its documentation calls (i, f, g, o). An {@code nn.LSTM} has one hidden size for
 * all its layers; layers of different sizes become an {@code nn.ModuleList} of one-layer LSTMs, {@code lstm.k.weight_ih_l0}
 * and so on.
 */
final class TorchTensors {
    /** Positions of PyTorch's gates i, f, g, o in the order of Deeplearning4j. */
    private static final int[] GATES = {3, 1, 0, 2};

    private final SortedMap<String, Tensor> tensors = new TreeMap<>();

    private TorchTensors() {}

    /** Copies the parameters of a checkpoint's network. */
    static SortedMap<String, Tensor> of(Checkpoint checkpoint) {
        TorchTensors torch = new TorchTensors();
        List<Integer> hidden = checkpoint.hiddenSizes();
        boolean sameSize = hidden.stream().distinct().count() == 1;
        for (int k = 0; k < hidden.size(); k++) {
            String name = sameSize ? "lstm.%s_l" + k : "lstm." + k + ".%s_l0";
            int rows = 4 * hidden.get(k);
            torch.put(String.format(name, "weight_ih"), inGateOrder(transposed(checkpoint.parameter(k, "W"))), rows);
            torch.put(String.format(name, "weight_hh"), inGateOrder(transposed(checkpoint.parameter(k, "RW"))), rows);
            torch.put(String.format(name, "bias_ih"), inGateOrder(checkpoint.parameter(k, "b")[0]));
            torch.put(String.format(name, "bias_hh"), new float[rows]);
        }
        int output = hidden.size();
        torch.put(
                "output.weight",
                transposed(checkpoint.parameter(output, "W")),
                checkpoint.vocabulary().size());
        torch.put("output.bias", checkpoint.parameter(output, "b")[0]);
        return torch.tensors;
    }

    private void put(String name, float[] vector) {
        tensors.put(name, new Tensor(List.of(vector.length), vector));
    }

    private void put(String name, float[] matrix, int rows) {
        tensors.put(name, new Tensor(List.of(rows, matrix.length / rows), matrix));
    }

    /** Transposes a matrix; the result is in row-major order. */
    private static float[] transposed(float[][] matrix) {
        int rows = matrix.length;
        float[] values = new float[rows * matrix[0].length];
        for (int i = 0; i < values.length; i++) {
            values[i] = matrix[i % rows][i / rows];
        }
        return values;
    }

    private static float[] inGateOrder(float[] rows) {
        float[] ordered = new float[rows.length];
        int gate = rows.length / GATES.length;
        for (int i = 0; i < GATES.length; i++) {
            System.arraycopy(rows, GATES[i] * gate, ordered, i * gate, gate);
        }
        return ordered;
    }
}
