package charrnn.model.checkpoint;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Set;

/**
 * A vector of floats as {@code Nd4j.write} of 1.0.0-M2.1 writes it, big-endian: the buffer of the shape's numbers
 * (mode, length, type, then rank, sizes, strides, flags, element-wise stride, order) and that of the values (mode,
 * length, type, values). {@code Nd4j.read} allocates as much as a header says; this class allocates only what the
 * network needs.
 */
final class ArrayEntry {
    private static final String MODE = "MIXED_DATA_TYPES";
    private static final String SHAPE_TYPE = "LONG";
    private static final String VALUE_TYPE = "FLOAT";
    /** The flag for FLOAT among a shape's numbers. */
    private static final long FLOAT_FLAG = 0x2000;

    private static final Set<Long> ORDERS = Set.of((long) 'c', (long) 'f');

    private static final int CHUNK = 1 << 16;

    private ArrayEntry() {}

    /** The rank of a vector, 1 or 2 (one row), by its entry's declared size; {@link Refused} for another size. */
    static int checkedRank(ZipImage.Entry entry, long length) {
        entry.check(entry.size() == size(1, length) || entry.size() == size(2, length), "its size");
        return entry.size() == size(1, length) ? 1 : 2;
    }

    private static long size(int rank, long length) {
        // A buffer begins with its mode and type, as writeUTF has them, and its length.
        int header = Short.BYTES + MODE.length() + Long.BYTES + Short.BYTES;
        long shape = header + SHAPE_TYPE.length() + Long.BYTES * (2L * rank + 4);
        return shape + header + VALUE_TYPE.length() + Float.BYTES * length;
    }

    /** @throws Refused if the entry is not [length] or [1, length], or has a number that is not finite */
    static float[] read(ZipImage.Entry entry, int length) {
        int rank = checkedRank(entry, length);
        return entry.read(in -> {
            entry.check(hasHeader(in, rank, length), "its header");
            float[] values = floats(in, length);
            for (float value : values) {
                // A diverged run writes such numbers; sampling with them would fail with a less clear message.
                entry.check(Float.isFinite(value), "a number that is not finite");
            }
            return values;
        });
    }

    private static boolean hasHeader(DataInputStream in, int rank, long length) throws IOException {
        return isBuffer(in, 2L * rank + 4, SHAPE_TYPE)
                && in.readLong() == rank
                && (rank == 1 || in.readLong() == 1) // one row
                && in.readLong() == length
                && (rank == 1 || in.skipBytes(Long.BYTES) == Long.BYTES) // with any stride
                && in.readLong() == 1
                && in.readLong() == FLOAT_FLAG
                && in.readLong() == 1
                && ORDERS.contains(in.readLong())
                && isBuffer(in, length, VALUE_TYPE);
    }

    private static boolean isBuffer(DataInputStream in, long length, String type) throws IOException {
        return in.readUTF().equals(MODE)
                && in.readLong() == length
                && in.readUTF().equals(type);
    }

    /** Reads floats in chunks, so that no second array of that size is needed. */
    private static float[] floats(DataInputStream in, int count) throws IOException {
        float[] values = new float[count];
        byte[] chunk = new byte[CHUNK];
        int perChunk = CHUNK / Float.BYTES;
        for (int at = 0; at < count; at += perChunk) {
            int n = Math.min(perChunk, count - at);
            in.readFully(chunk, 0, Float.BYTES * n);
            ByteBuffer.wrap(chunk).asFloatBuffer().get(values, at, n);
        }
        return values;
    }
}
