package charrnn.tools.export;

import charrnn.tools.page.PageData;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Base64;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Reads the weights of an exported page back. */
public final class PageNetwork {
    private PageNetwork() {}

    /** Replaces the weights of a network, of the shape of the exported one, by those of the page. */
    public static void read(Path page, MultiLayerNetwork into) throws IOException {
        JsonNode data = PageData.of(page).get("networks").get(0);
        boolean coupled = data.get("coupled").asBoolean();
        int layers = data.get("layers").size();
        for (int k = 0; k < layers; k++) {
            JsonNode layer = data.get("layers").get(k);
            setMatrix(into.getParam(k + "_W"), layer.get("input"), coupled);
            setMatrix(into.getParam(k + "_RW"), layer.get("recurrent"), coupled);
            set(into.getParam(k + "_b"), floats(layer.get("bias")), coupled);
        }
        setMatrix(into.getParam(layers + "_W"), data.get("output"), false);
        set(into.getParam(layers + "_b"), floats(data.get("output").get("bias")), false);
    }

    private static void setMatrix(INDArray parameter, JsonNode matrix, boolean coupled) {
        float[] scales = floats(matrix.get("scales"));
        byte[] rounded = Base64.getDecoder().decode(matrix.get("values").asText());
        float[] values = new float[rounded.length];
        int inputs = (int) parameter.size(0);
        for (int i = 0; i < values.length; i++) {
            values[i % inputs * scales.length + i / inputs] = rounded[i] * scales[i / inputs];
        }
        set(parameter, values, coupled);
    }

    /** @param values [rows][columns]; of coupled gates, the columns of the input gates are those of the forget gates, negated */
    private static void set(INDArray parameter, float[] values, boolean coupled) {
        int rows = parameter.isMatrix() ? (int) parameter.size(0) : 1;
        int columns = values.length / rows;
        int block = columns / 3;
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                float value = values[row * columns + column];
                put(parameter, row, column, value);
                if (coupled && column / block == 1) {
                    put(parameter, row, column + 2 * block, -value);
                }
            }
        }
    }

    private static void put(INDArray parameter, int row, int column, float value) {
        if (parameter.isMatrix() && parameter.size(0) > 1) {
            parameter.putScalar(row, column, value);
        } else {
            parameter.putScalar(column, value);
        }
    }

    private static float[] floats(JsonNode base64) {
        byte[] bytes = Base64.getDecoder().decode(base64.asText());
        float[] numbers = new float[bytes.length / Float.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(numbers);
        return numbers;
    }
}
