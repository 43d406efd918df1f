package charrnn.tools.export;

import charrnn.tools.export.Safetensors.Tensor;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A network's parameters as the state of a PyTorch module with an {@code nn.LSTM} called {@code lstm} and an
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
 * The 4H columns of Deeplearning4j are the gates (candidate, forget, output, input), the 4H rows of PyTorch (input,
 * forget, candidate, output), which its documentation calls (i, f, g, o). An {@code nn.LSTM} has one hidden size for
 * all its layers; layers that differ become an {@code nn.ModuleList} of one-layer LSTMs, {@code lstm.k.weight_ih_l0}
 * and so on.
 */
final class TorchTensors {
    /** Places of PyTorch's gates i, f, g, o among Deeplearning4j's. */
    private static final int[] GATES = {3, 1, 0, 2};

    private final SortedMap<String, Tensor> tensors = new TreeMap<>();

    private TorchTensors() {}

    /**
     * Copies the parameters.
     *
     * @param network LSTM layers and an output layer
     * @param hidden hidden size of each LSTM layer, [layers]
     */
    static SortedMap<String, Tensor> of(MultiLayerNetwork network, List<Integer> hidden) {
        TorchTensors torch = new TorchTensors();
        boolean alike = hidden.stream().distinct().count() == 1;
        for (int k = 0; k < hidden.size(); k++) {
            torch.addLstm(network, k, alike ? "lstm.%s_l" + k : "lstm." + k + ".%s_l0");
        }
        torch.addOutput(network, hidden.size());
        return torch.tensors;
    }

    private void addLstm(MultiLayerNetwork network, int layer, String name) {
        INDArray weights = network.getParam(layer + "_W");
        INDArray recurrent = network.getParam(layer + "_RW");
        int rows = (int) weights.size(1);
        put(String.format(name, "weight_ih"), byGates(columns(weights)), rows, (int) weights.size(0));
        put(String.format(name, "weight_hh"), byGates(columns(recurrent)), rows, (int) recurrent.size(0));
        put(String.format(name, "bias_ih"), byGates(columns(network.getParam(layer + "_b"))), rows);
        put(String.format(name, "bias_hh"), new float[rows], rows);
    }

    private void addOutput(MultiLayerNetwork network, int layer) {
        INDArray weights = network.getParam(layer + "_W");
        put("output.weight", columns(weights), (int) weights.size(1), (int) weights.size(0));
        put("output.bias", columns(network.getParam(layer + "_b")), (int) weights.size(1));
    }

    private void put(String name, float[] values, Integer... shape) {
        tensors.put(name, new Tensor(List.of(shape), values));
    }

    /** Column after column, which are the rows of the transposed matrix. */
    private static float[] columns(INDArray matrix) {
        return matrix.dup('f').data().asFloat();
    }

    private static float[] byGates(float[] rows) {
        float[] ordered = new float[rows.length];
        int gate = rows.length / GATES.length;
        for (int i = 0; i < GATES.length; i++) {
            System.arraycopy(rows, GATES[i] * gate, ordered, i * gate, gate);
        }
        return ordered;
    }
}
