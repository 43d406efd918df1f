package charrnn.tools.export;

import charrnn.corpus.Vocabulary;
import charrnn.files.AtomicFile;
import charrnn.files.StrictJson;
import charrnn.match.InputEncoding;
import charrnn.model.Networks;
import charrnn.model.checkpoint.Checkpoint;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Writes the weights of a network as a safetensors file for a PyTorch module that has an {@code nn.LSTM} called {@code lstm}
 * and an {@code nn.Linear} called {@code output}. docs/guide/exporting.md lists the tensors and the metadata.
 *
 * <p>The 4H columns of Deeplearning4j are the gates in the order (candidate, forget, output, input). The 4H rows of PyTorch
 * have the order (input, forget, candidate, output), which its documentation calls (i, f, g, o). PyTorch adds a second bias,
 * which is zero here. An {@code nn.LSTM} has one hidden size for all its layers; layers of different sizes become an {@code
 * nn.ModuleList} of one-layer LSTMs, {@code lstm.k.weight_ih_l0} and so on.
 *
 * <p>A safetensors file (https://github.com/huggingface/safetensors, section "Format") has 8 bytes with the length of the
 * header, a JSON header with the type, shape and offsets of each tensor, and the values of the tensors in row-major order,
 * one tensor after the other without gaps. All numbers are little-endian.
 */
final class TorchExport {
    /** Positions of PyTorch's gates i, f, g, o in the order of Deeplearning4j. */
    private static final int[] GATES = {3, 1, 0, 2};

    /** The values begin at a multiple of this number of bytes, for readers that map the file into memory. */
    private static final int ALIGNMENT = 8;

    private TorchExport() {}

    /** Values in row-major order. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Tensor(List<Integer> shape, float[] values) {}

    /** @throws IOException with the file's name, if it cannot be written; an existing file is unchanged then */
    static void write(Checkpoint checkpoint, Path target) throws IOException {
        AtomicFile.write(target, out -> write(tensors(checkpoint), metadata(checkpoint), out));
    }

    private static void write(SortedMap<String, Tensor> tensors, Map<String, String> metadata, OutputStream out)
            throws IOException {
        byte[] header = header(tensors, metadata);
        out.write(ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(header.length)
                .array());
        out.write(header);
        for (Tensor tensor : tensors.values()) {
            out.write(Int8Matrix.bytes(tensor.values()));
        }
    }

    private static byte[] header(SortedMap<String, Tensor> tensors, Map<String, String> metadata) throws IOException {
        ObjectNode json = StrictJson.object();
        json.putPOJO("__metadata__", metadata);
        long begin = 0;
        for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
            long end = begin + (long) Float.BYTES * entry.getValue().values().length;
            json.putObject(entry.getKey())
                    .put("dtype", "F32")
                    .putPOJO("shape", entry.getValue().shape())
                    .putPOJO("data_offsets", List.of(begin, end));
            begin = end;
        }
        byte[] text = StrictJson.MAPPER.writeValueAsBytes(json);
        byte[] padded = Arrays.copyOf(text, (text.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT);
        Arrays.fill(padded, text.length, padded.length, (byte) ' '); // as the format allows
        return padded;
    }

    private static Map<String, String> metadata(Checkpoint checkpoint) throws JsonProcessingException {
        Vocabulary vocabulary = checkpoint.vocabulary();
        List<String> symbols = IntStream.range(0, vocabulary.size())
                .mapToObj(i -> Character.toString(vocabulary.codePoint(i)))
                .toList();
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("format", "pt"); // libraries require this in files for PyTorch
        metadata.put("hidden_sizes", StrictJson.MAPPER.writeValueAsString(checkpoint.hiddenSizes()));
        InputEncoding encoding = Networks.encoding(checkpoint.network());
        metadata.put("matches", Integer.toString(encoding.matches()));
        metadata.put("names", Boolean.toString(encoding.names()));
        metadata.put("vocabulary", StrictJson.MAPPER.writeValueAsString(symbols));
        return metadata;
    }

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
