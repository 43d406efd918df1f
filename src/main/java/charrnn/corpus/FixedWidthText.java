package charrnn.corpus;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.IntFunction;

/**
 * The characters of all files, one file after the other, as code points of fixed width for random access.
 *
 * <p>They are stored in blocks of 65,536 characters, on the heap or in a mapped file. A block uses 1, 2 or 4 bytes per
 * character, depending on its largest code point, so that a rare character does not double the size of the whole text.
 */
final class FixedWidthText {
    /** Binary logarithm of a block's length; the garbage collector can move blocks of this size in any heap. */
    private static final int SHIFT = 16;

    /** Characters of each block but the last. */
    static final int BLOCK = 1 << SHIFT;

    private static final long MASK = BLOCK - 1;

    private final AtomicReferenceArray<ByteBuffer> blocks;
    private final IntFunction<ByteBuffer> loader;
    private final long length;

    /** A range of positions. */
    record Range(long start, long length) {
        long end() {
            return start + length;
        }
    }

    /**
     * @param length number of characters
     * @param loader supplies a block when it is first read; the buffer's limit determines the bytes per character
     */
    FixedWidthText(long length, IntFunction<ByteBuffer> loader) {
        this.blocks = new AtomicReferenceArray<>(Math.toIntExact((length + MASK) >>> SHIFT));
        this.loader = loader;
        this.length = length;
    }

    /** Number of characters. */
    long length() {
        return length;
    }

    /** The code point at a position. */
    int at(long position) {
        int[] codePoint = new int[1];
        read(position, 1, codePoint, 0);
        return codePoint[0];
    }

    /** Copies the code points of [from, from + count) to {@code target}, beginning at {@code offset}. */
    void read(long from, int count, int[] target, int offset) {
        for (int copied = 0; copied < count; ) {
            long position = from + copied;
            ByteBuffer block = block(position);
            int chars = (int) Math.min(BLOCK, length - (position & ~MASK));
            int width = block.limit() / chars;
            int first = (int) (position & MASK);
            int chunk = Math.min(count - copied, chars - first);
            int to = offset + copied;
            if (width == 1) { // the usual width; a separate loop is faster
                for (int i = 0; i < chunk; i++) {
                    target[to + i] = block.get(first + i) & 0xff;
                }
            } else {
                for (int i = 0; i < chunk; i++) {
                    target[to + i] = width == 2 ? block.getChar(2 * (first + i)) : block.getInt(4 * (first + i));
                }
            }
            copied += chunk;
        }
    }

    /** Adds {@code weight} for each character in [from, end). */
    void count(long from, long end, long weight, CharCounts counts) {
        int[] window = new int[(int) Math.min(1 << 12, end - from)];
        for (long position = from; position < end; position += window.length) {
            int chunk = (int) Math.min(window.length, end - position);
            read(position, chunk, window, 0);
            counts.add(window, chunk, weight);
        }
    }

    private ByteBuffer block(long position) {
        if (position < 0 || position >= length) {
            throw new IndexOutOfBoundsException(position);
        }
        int number = (int) (position >>> SHIFT);
        ByteBuffer block = blocks.get(number);
        if (block == null) {
            block = loader.apply(number);
            blocks.set(number, block);
        }
        return block;
    }
}
