package charrnn.model.checkpoint;

import charrnn.message.Count;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
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

    /** Maximum of |value|: far above any weight or mean of a training, and small enough for finite sums of products. */
    private static final float MAX_VALUE = 1e30f;

    private static final Set<Long> ORDERS = Set.of((long) 'c', (long) 'f');

    private ArrayEntry() {}

    /** The rank of a vector, 1 or 2 (one row), by its entry's size; {@link Refused} for another size. */
    static int checkedRank(Entry entry, long length) {
        entry.check(hasLength(entry, length), "it does not have " + Count.of(length, "number"));
        return entry.size() == size(1, length) ? 1 : 2;
    }

    /** Whether an entry has the size of a vector of this length. */
    static boolean hasLength(Entry entry, long length) {
        return entry.size() == size(1, length) || entry.size() == size(2, length);
    }

    private static long size(int rank, long length) {
        // A buffer begins with its mode and type, as writeUTF has them, and its length.
        int header = Short.BYTES + MODE.length() + Long.BYTES + Short.BYTES;
        long shape = header + SHAPE_TYPE.length() + Long.BYTES * (2L * rank + 4);
        return shape + header + VALUE_TYPE.length() + Float.BYTES * length;
    }

    /** @throws Refused if the entry is not [length] or [1, length], or has a number that is not finite or too large */
    static float[] read(Entry entry, int length) {
        int rank = checkedRank(entry, length);
        ByteBuffer in = ByteBuffer.wrap(entry.bytes());
        entry.check(hasHeader(in, rank, length), "its header is wrong");
        float[] values = new float[length];
        in.asFloatBuffer().get(values);
        for (float value : values) {
            // A diverged run writes such numbers; sampling with them would fail with a less clear message.
            entry.check(Math.abs(value) <= MAX_VALUE, "a number is not finite or too large");
        }
        return values;
    }

    private static boolean hasHeader(ByteBuffer in, int rank, long length) {
        return isBuffer(in, 2L * rank + 4, SHAPE_TYPE)
                && in.getLong() == rank
                && (rank == 1 || in.getLong() == 1) // one row
                && in.getLong() == length
                && (rank == 1 || in.position(in.position() + Long.BYTES).hasRemaining()) // with any stride
                && in.getLong() == 1
                && in.getLong() == FLOAT_FLAG
                && in.getLong() == 1
                && ORDERS.contains(in.getLong())
                && isBuffer(in, length, VALUE_TYPE);
    }

    private static boolean isBuffer(ByteBuffer in, long length, String type) {
        return isText(in, MODE) && in.getLong() == length && isText(in, type);
    }

    private static boolean isText(ByteBuffer in, String text) {
        byte[] found = new byte[text.length()];
        int declared = in.getShort();
        in.get(found);
        return declared == text.length() && new String(found, StandardCharsets.ISO_8859_1).equals(text);
    }
}
