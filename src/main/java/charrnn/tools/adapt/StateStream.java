package charrnn.tools.adapt;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.IntPredicate;
import org.apache.commons.io.function.IOIntConsumer;

/**
 * Reads or writes the state of a cache, as big-endian numbers. The parts of the cache pass their values in a fixed order, and
 * continue with the values returned or filled in: those of the file when it is read. These are checked, since a file may be damaged.
 */
final class StateStream {
    private static final int CHUNK = 1 << 16; // bytes

    private final byte[] bytes = new byte[CHUNK];
    private final ByteBuffer buffer = ByteBuffer.wrap(bytes);
    private final IOIntConsumer transfer; // reads or writes a number of bytes

    StateStream(DataInputStream in) {
        transfer = size -> in.readFully(bytes, 0, size);
    }

    StateStream(DataOutputStream out) {
        transfer = size -> out.write(bytes, 0, size);
    }

    private static void check(boolean valid) throws IOException {
        if (!valid) {
            throw new IOException("a value is out of range");
        }
    }

    /** @param valid condition of each value */
    void ints(int[] values, IntPredicate valid) throws IOException {
        for (int at = 0; at < values.length; at += CHUNK / Integer.BYTES) {
            int end = Math.min(values.length, at + CHUNK / Integer.BYTES);
            buffer.asIntBuffer().put(values, at, end - at);
            transfer.accept(Integer.BYTES * (end - at));
            buffer.asIntBuffer().get(values, at, end - at);
            for (int i = at; i < end; i++) {
                check(valid.test(values[i]));
            }
        }
    }

    /** @param limit each of the first values must be smaller */
    void chars(char[] values, int length, int limit) throws IOException {
        for (int at = 0; at < length; at += CHUNK / Character.BYTES) {
            int end = Math.min(length, at + CHUNK / Character.BYTES);
            buffer.asCharBuffer().put(values, at, end - at);
            transfer.accept(Character.BYTES * (end - at));
            buffer.asCharBuffer().get(values, at, end - at);
            for (int i = at; i < end; i++) {
                check(values[i] < limit);
            }
        }
    }

    /** Numbers of the range [min, max]. */
    void floats(float[] values, float min, float max) throws IOException {
        int[] bits = new int[values.length];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = Float.floatToRawIntBits(values[i]);
        }
        ints(bits, b -> Float.intBitsToFloat(b) >= min && Float.intBitsToFloat(b) <= max);
        for (int i = 0; i < bits.length; i++) {
            values[i] = Float.intBitsToFloat(bits[i]);
        }
    }

    /** A number of the range [0, max]. */
    int number(int value, int max) throws IOException {
        int[] one = {value};
        ints(one, number -> number >= 0 && number <= max);
        return one[0];
    }
}
