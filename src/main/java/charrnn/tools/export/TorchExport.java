package charrnn.tools.export;

import charrnn.corpus.Vocabulary;
import charrnn.files.AtomicFile;
import charrnn.files.StrictJson;
import charrnn.model.checkpoint.Checkpoint;
import charrnn.tools.export.Safetensors.Tensor;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Writes the weights of a network as a safetensors file for a PyTorch module that has an {@code nn.LSTM} called {@code lstm}
 * and an {@code nn.Linear} called {@code output}. With n inputs and H units in layer k, and V symbols:
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
 * have the order (input, forget, candidate, output), which its documentation calls (i, f, g, o). An {@code nn.LSTM} has
 * one hidden size for all its layers; layers of different sizes become an {@code nn.ModuleList} of one-layer LSTMs, {@code
 * lstm.k.weight_ih_l0} and so on. The metadata in the header has two JSON arrays: {@code vocabulary} (each symbol at its
 * index, the unknown symbol first) and {@code hidden_sizes} (of each LSTM layer, from the first).
 */
public final class TorchExport {
    /** Positions of PyTorch's gates i, f, g, o in the order of Deeplearning4j. */
    private static final int[] GATES = {3, 1, 0, 2};

    private TorchExport() {}

    /**
     * Writes the file completely or not at all.
     *
     * @throws IOException with the file's name, if it cannot be written; an existing file is unchanged then
     */
    public static void write(Checkpoint checkpoint, Path target) throws IOException {
        Map<String, String> metadata = metadata(checkpoint.vocabulary(), checkpoint.hiddenSizes());
        AtomicFile.write(target, out -> Safetensors.write(tensors(checkpoint), metadata, out));
    }

    private static Map<String, String> metadata(Vocabulary vocabulary, List<Integer> hidden)
            throws JsonProcessingException {
        List<String> symbols = IntStream.range(0, vocabulary.size())
                .mapToObj(i -> Character.toString(vocabulary.codePoint(i)))
                .toList();
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("format", "pt"); // libraries require this in files for PyTorch
        metadata.put("hidden_sizes", StrictJson.MAPPER.writeValueAsString(hidden));
        metadata.put("vocabulary", StrictJson.MAPPER.writeValueAsString(symbols));
        return metadata;
    }

    /** Converts the parameters of a checkpoint's network. */
    private static SortedMap<String, Tensor> tensors(Checkpoint checkpoint) {
        SortedMap<String, Tensor> tensors = new TreeMap<>();
        List<Integer> hidden = checkpoint.hiddenSizes();
        boolean sameSize = hidden.stream().distinct().count() == 1;
        for (int k = 0; k < hidden.size(); k++) {
            String name = sameSize ? "lstm.%s_l" + k : "lstm." + k + ".%s_l0";
            int rows = 4 * hidden.get(k);
            float[] inputs = inGateOrder(transposed(checkpoint.parameter(k, "W")));
            float[] recurrent = inGateOrder(transposed(checkpoint.parameter(k, "RW")));
            float[] bias = inGateOrder(checkpoint.parameter(k, "b")[0]);
            tensors.put(name.formatted("weight_ih"), matrix(inputs, rows));
            tensors.put(name.formatted("weight_hh"), matrix(recurrent, rows));
            tensors.put(name.formatted("bias_ih"), vector(bias));
            tensors.put(name.formatted("bias_hh"), vector(new float[rows]));
        }
        float[][] output = checkpoint.parameter(hidden.size(), "W");
        tensors.put("output.weight", matrix(transposed(output), output[0].length));
        tensors.put("output.bias", vector(checkpoint.parameter(hidden.size(), "b")[0]));
        return tensors;
    }

    private static Tensor vector(float[] values) {
        return new Tensor(List.of(values.length), values);
    }

    private static Tensor matrix(float[] values, int rows) {
        return new Tensor(List.of(rows, values.length / rows), values);
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
