package charrnn.model.checkpoint;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

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

    private static final int CHUNK = 1 << 16;

    private ArrayEntry() {}

    /**
     * Checks that an entry's declared size is that of a vector, without unpacking it.
     *
     * @throws Refused if it is not
     */
    static void checkSize(ZipImage.Entry entry, long length) {
        check(entry.size() == size(1, length) || entry.size() == size(2, length), entry, "its size");
    }

    private static long size(int rank, long length) {
        return header(SHAPE_TYPE) + (long) Long.BYTES * shapeLength(rank) + header(VALUE_TYPE) + Float.BYTES * length;
    }

    /** Bytes of a buffer's mode and type, as {@code writeUTF} has them, and of its length. */
    private static int header(String type) {
        return Short.BYTES + MODE.length() + Long.BYTES + Short.BYTES + type.length();
    }

    private static int shapeLength(int rank) {
        return 2 * rank + 4;
    }

    /**
     * Reads the values of a vector, [length] or [1, length].
     *
     * @throws Refused if the entry is not a vector of that length, or has a number that is not finite
     */
    static float[] read(ZipImage.Entry entry, int length) {
        checkSize(entry, length);
        return entry.read(in -> {
            checkShape(entry, in, length);
            checkBuffer(entry, in, length, VALUE_TYPE);
            float[] values = floats(in, length, ByteOrder.BIG_ENDIAN);
            for (float value : values) {
                // A diverged run writes such numbers; sampling with them would fail with a less clear message.
                check(Float.isFinite(value), entry, "a number that is not finite");
            }
            return values;
        });
    }

    private static void checkShape(ZipImage.Entry entry, DataInputStream in, long length) throws IOException {
        int rank = entry.size() == size(1, length) ? 1 : 2;
        checkBuffer(entry, in, shapeLength(rank), SHAPE_TYPE);
        long[] shape = new long[shapeLength(rank)];
        for (int i = 0; i < shape.length; i++) {
            shape[i] = in.readLong();
        }
        long order = shape[2 * rank + 3];
        boolean fits = shape[0] == rank
                && (rank == 1 || shape[1] == 1) // one row, with any stride
                && shape[rank] == length
                && shape[2 * rank] == 1
                && shape[2 * rank + 1] == FLOAT_FLAG
                && shape[2 * rank + 2] == 1
                && (order == 'c' || order == 'f');
        check(fits, entry, "its shape");
    }

    private static void checkBuffer(ZipImage.Entry entry, DataInputStream in, long length, String type)
            throws IOException {
        boolean fits = in.readUTF().equals(MODE)
                && in.readLong() == length
                && in.readUTF().equals(type);
        check(fits, entry, "its header");
    }

    /** Reads floats in chunks, so that no second array of that size is needed. */
    static float[] floats(DataInputStream in, int count, ByteOrder order) throws IOException {
        float[] values = new float[count];
        byte[] chunk = new byte[CHUNK];
        int perChunk = CHUNK / Float.BYTES;
        for (int at = 0; at < count; at += perChunk) {
            int n = Math.min(perChunk, count - at);
            in.readFully(chunk, 0, Float.BYTES * n);
            ByteBuffer.wrap(chunk).order(order).asFloatBuffer().get(values, at, n);
        }
        return values;
    }

    private static void check(boolean right, ZipImage.Entry entry, String what) {
        Refused.unless(right, "its " + entry.name() + " does not fit the network: wrong at " + what);
    }
}
