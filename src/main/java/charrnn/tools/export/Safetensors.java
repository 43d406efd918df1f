package charrnn.tools.export;

import charrnn.files.StrictJson;
import com.fasterxml.jackson.databind.ObjectMapper;
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

    private static final ObjectMapper JSON = StrictJson.MAPPER;

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
        ObjectNode json = JSON.createObjectNode();
        json.set("__metadata__", JSON.valueToTree(metadata));
        long begin = 0;
        for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
            long end = begin + entry.getValue().bytes();
            ObjectNode tensor = json.putObject(entry.getKey()).put("dtype", "F32");
            tensor.set("shape", JSON.valueToTree(entry.getValue().shape()));
            tensor.putArray("data_offsets").add(begin).add(end);
            begin = end;
        }
        return padded(JSON.writeValueAsBytes(json));
    }

    /** Pads the header with spaces, which the format allows. */
    private static byte[] padded(byte[] header) {
        byte[] padded = Arrays.copyOf(header, (header.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT);
        Arrays.fill(padded, header.length, padded.length, (byte) ' ');
        return padded;
    }

    private static ByteBuffer littleEndian(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
}
