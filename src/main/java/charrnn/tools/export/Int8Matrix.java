package charrnn.tools.export;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;

/**
 * A weight matrix in one byte for each weight. A weight is approximately its byte, from -127 to 127, times the scale of its row.
 * A row has the weights of one sum, a gate of a unit or a symbol of the output: they have a similar size, and the error of a sum is
 * in proportion to its own weights.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Int8Matrix(float[] scales, byte[] values) {
    private static final int LARGEST = 127;

    /**
     * Rounds the first columns of a matrix of Deeplearning4j, [inputs][sums]; they become the rows.
     *
     * @param columns number of columns that are used
     */
    static Int8Matrix of(float[][] weights, int columns) {
        float[] scales = new float[columns];
        byte[] values = new byte[Math.multiplyExact(columns, weights.length)];
        for (int column = 0; column < columns; column++) {
            float largest = 0;
            for (float[] input : weights) {
                largest = Math.max(largest, Math.abs(input[column]));
            }
            scales[column] = largest / LARGEST;
            for (int i = 0; i < weights.length && largest > 0; i++) {
                values[column * weights.length + i] = (byte) Math.round(weights[i][column] / largest * LARGEST);
            }
        }
        return new Int8Matrix(scales, values);
    }

    /** Adds the scales and the bytes, row after row, as base64. */
    void addTo(ObjectNode json) {
        json.put("scales", base64(scales)).put("values", Base64.getEncoder().encodeToString(values));
    }

    /** Numbers in float32, little-endian. */
    static String base64(float[] numbers) {
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(Float.BYTES, numbers.length))
                .order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(numbers);
        return Base64.getEncoder().encodeToString(bytes.array());
    }
}
