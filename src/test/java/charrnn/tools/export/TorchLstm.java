package charrnn.tools.export;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Computes the equations of nn.LSTM and nn.Linear in PyTorch's documentation with the tensors of a safetensors file, in
 * double precision and plain loops, for one stream from a zero state.
 */
final class TorchLstm {
    final JsonNode header;
    final int headerBytes;
    final long dataBytes;
    private final ByteBuffer data;
    private final List<double[]> h = new ArrayList<>();
    private final List<double[]> c = new ArrayList<>();

    TorchLstm(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        headerBytes = Math.toIntExact(bytes.getLong());
        byte[] json = new byte[headerBytes];
        bytes.get(json);
        header = new ObjectMapper().readTree(json);
        data = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
        dataBytes = data.limit();
    }

    /** The value at a row and column of a matrix, or at an element of a vector. */
    double at(String tensor, int... place) {
        JsonNode entry = header.get(tensor);
        int index = place.length == 1
                ? place[0]
                : place[0] * entry.get("shape").get(1).asInt() + place[1];
        return data.getFloat(entry.get("data_offsets").get(0).asInt() + Float.BYTES * index);
    }

    /**
     * Reads a symbol.
     *
     * @param names format of the tensor names of each layer, with %s in place of {@code weight_ih} and so on
     * @return the probabilities of the next symbol
     */
    double[] step(int symbol, List<String> names) {
        double[] x = new double[size("output.bias")];
        x[symbol] = 1;
        for (int layer = 0; layer < names.size(); layer++) {
            x = layer(layer, names.get(layer), x);
        }
        return softmax(x);
    }

    private double[] layer(int layer, String name, double[] x) {
        int hidden = size(name.formatted("bias_ih")) / 4;
        if (h.size() == layer) {
            h.add(new double[hidden]);
            c.add(new double[hidden]);
        }
        double[] next = new double[hidden];
        for (int j = 0; j < hidden; j++) {
            double i = sigmoid(gate(name, j, x, h.get(layer)));
            double f = sigmoid(gate(name, hidden + j, x, h.get(layer)));
            double g = Math.tanh(gate(name, 2 * hidden + j, x, h.get(layer)));
            double o = sigmoid(gate(name, 3 * hidden + j, x, h.get(layer)));
            c.get(layer)[j] = f * c.get(layer)[j] + i * g;
            next[j] = o * Math.tanh(c.get(layer)[j]);
        }
        h.set(layer, next);
        return next;
    }

    private double gate(String name, int row, double[] x, double[] before) {
        return at(name.formatted("bias_ih"), row)
                + at(name.formatted("bias_hh"), row)
                + product(name.formatted("weight_ih"), row, x)
                + product(name.formatted("weight_hh"), row, before);
    }

    /** The product of a row of a matrix and a vector. */
    private double product(String matrix, int row, double[] x) {
        return IntStream.range(0, x.length)
                .mapToDouble(k -> at(matrix, row, k) * x[k])
                .sum();
    }

    private static double sigmoid(double z) {
        return 1 / (1 + Math.exp(-z));
    }

    private double[] softmax(double[] x) {
        double[] p = IntStream.range(0, size("output.bias"))
                .mapToDouble(v -> Math.exp(at("output.bias", v) + product("output.weight", v, x)))
                .toArray();
        double sum = Arrays.stream(p).sum();
        return Arrays.stream(p).map(value -> value / sum).toArray();
    }

    private int size(String vector) {
        return header.get(vector).get("shape").get(0).asInt();
    }
}
