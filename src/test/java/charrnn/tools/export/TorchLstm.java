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
        double[] x = new double[header.get("output.bias").get("shape").get(0).asInt()];
        x[symbol] = 1;
        for (int layer = 0; layer < names.size(); layer++) {
            x = layer(layer, names.get(layer), x);
        }
        return softmax(x);
    }

    private double[] layer(int layer, String name, double[] x) {
        int hidden = header.get(name.formatted("bias_ih")).get("shape").get(0).asInt() / 4;
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
        double sum = at(name.formatted("bias_ih"), row) + at(name.formatted("bias_hh"), row);
        for (int k = 0; k < x.length; k++) {
            sum += at(name.formatted("weight_ih"), row, k) * x[k];
        }
        for (int k = 0; k < before.length; k++) {
            sum += at(name.formatted("weight_hh"), row, k) * before[k];
        }
        return sum;
    }

    private static double sigmoid(double z) {
        return 1 / (1 + Math.exp(-z));
    }

    private double[] softmax(double[] x) {
        double[] p = new double[header.get("output.bias").get("shape").get(0).asInt()];
        for (int v = 0; v < p.length; v++) {
            double logit = at("output.bias", v);
            for (int k = 0; k < x.length; k++) {
                logit += at("output.weight", v, k) * x[k];
            }
            p[v] = Math.exp(logit);
        }
        double sum = Arrays.stream(p).sum();
        return Arrays.stream(p).map(value -> value / sum).toArray();
    }
}
