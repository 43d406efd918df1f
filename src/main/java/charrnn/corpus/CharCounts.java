package charrnn.corpus;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * How often each number of an {@link Alphabet} stands in a file, packed to some three bytes for each that does: numbers
 * and counts as integers of seven bits a byte.
 *
 * @param packed the integers, from the buffer's beginning to its limit
 */
record CharCounts(ByteBuffer packed) {

    /** Adds {@code weight} times the counts. */
    void addTo(long[] counts, long weight) {
        ByteBuffer bytes = packed.duplicate();
        bytes.rewind();
        while (bytes.hasRemaining()) {
            int number = (int) next(bytes);
            counts[number] += weight * next(bytes);
        }
    }

    private static long next(ByteBuffer bytes) {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte b = bytes.get();
            value |= (long) (b & 0x7f) << shift;
            if (b >= 0) {
                return value;
            }
        }
    }

    /** Counts the characters of one file after the other. */
    static final class Counter {
        private final long[] counts = new long[Alphabet.LIMIT];
        private int[] seen = new int[128];
        private int size;

        void add(int number) {
            if (counts[number]++ == 0) {
                if (size == seen.length) {
                    seen = Arrays.copyOf(seen, 2 * size);
                }
                seen[size++] = number;
            }
        }

        /** What was counted since it was last asked. */
        CharCounts take() {
            ByteArrayOutputStream out = new ByteArrayOutputStream(3 * size);
            for (int i = 0; i < size; i++) {
                put(out, seen[i]);
                put(out, counts[seen[i]]);
                counts[seen[i]] = 0;
            }
            size = 0;
            return new CharCounts(ByteBuffer.wrap(out.toByteArray()));
        }

        private static void put(ByteArrayOutputStream out, long value) {
            long rest = value;
            for (; rest > 0x7f; rest >>>= 7) {
                out.write((int) (rest & 0x7f | 0x80));
            }
            out.write((int) rest);
        }
    }
}
