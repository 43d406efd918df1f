package charrnn.tools.export;

import charrnn.files.StrictJson;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * Writes the safetensors format: 8 bytes with the length of the header, a JSON header with the type, shape and offsets of
 * each tensor, and the values of the tensors in row-major order, one tensor after the other without gaps. All numbers are
 * little-endian. See https://github.com/huggingface/safetensors, section "Format".
 */
final class Safetensors {
    /** The values begin at a multiple of this number of bytes, for readers that map the file into memory. */
    private static final int ALIGNMENT = 8;

    private Safetensors() {}

    /**
     * A tensor.
     *
     * @param shape the dimensions
     * @param values the values in row-major order, as many as the product of the dimensions; not copied
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Tensor(List<Integer> shape, float[] values) {
        long bytes() {
            return (long) Float.BYTES * values.length;
        }
    }

    /**
     * Writes a file with the tensors in the order of their names.
     *
     * @param metadata additional entries of the header
     */
    static void write(SortedMap<String, Tensor> tensors, Map<String, String> metadata, OutputStream out)
            throws IOException {
        byte[] header = header(tensors, metadata);
        out.write(littleEndian(Long.BYTES).putLong(header.length).array());
        out.write(header);
        for (Tensor tensor : tensors.values()) {
            ByteBuffer bytes = littleEndian(Math.toIntExact(tensor.bytes()));
            bytes.asFloatBuffer().put(tensor.values());
            out.write(bytes.array());
        }
    }

    private static byte[] header(SortedMap<String, Tensor> tensors, Map<String, String> metadata) throws IOException {
        ObjectNode json = StrictJson.MAPPER.createObjectNode();
        json.putPOJO("__metadata__", metadata);
        long begin = 0;
        for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
            Tensor tensor = entry.getValue();
            long end = begin + tensor.bytes();
            json.putObject(entry.getKey())
                    .put("dtype", "F32")
                    .putPOJO("shape", tensor.shape())
                    .putPOJO("data_offsets", List.of(begin, end));
            begin = end;
        }
        byte[] text = StrictJson.MAPPER.writeValueAsBytes(json);
        byte[] padded = Arrays.copyOf(text, (text.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT);
        Arrays.fill(padded, text.length, padded.length, (byte) ' '); // as the format allows
        return padded;
    }

    private static ByteBuffer littleEndian(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
}
