package charrnn.corpus;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.IntFunction;

/**
 * The files' characters, one file after the other, as code points of fixed width, for random access.
 *
 * <p>They are stored in blocks of 65,536 characters, on the heap or in a mapped file. A block uses 1, 2 or 4 bytes per
 * character, as its largest code point needs, so that a rare character does not double the size of the whole text.
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

    /**
     * @param length number of characters
     * @param loader supplies a block when it is first read; the block's limit implies its width
     */
    FixedWidthText(long length, IntFunction<ByteBuffer> loader) {
        this.blocks = new AtomicReferenceArray<>(Math.toIntExact((length + MASK) >>> SHIFT));
        this.loader = loader;
        this.length = length;
    }

    /** A text on the heap. */
    static FixedWidthText of(long length, List<ByteBuffer> blocks) {
        return new FixedWidthText(length, blocks::get);
    }

    /** Number of characters. */
    long length() {
        return length;
    }

    /** The code point at a position. */
    int at(long position) {
        ByteBuffer block = block(position);
        return at(block, width(block, position), (int) (position & MASK));
    }

    /**
     * Copies characters as vocabulary indices.
     *
     * @param indices vocabulary index of each code point, at least of Latin-1; larger code points are unknown
     */
    void copy(long from, int count, char[] indices, int[] target, int offset) {
        for (int copied = 0; copied < count; ) {
            long position = from + copied;
            ByteBuffer block = block(position);
            int width = width(block, position);
            int first = (int) (position & MASK);
            int some = Math.min(count - copied, charsOf(position) - first);
            int to = offset + copied;
            if (width == 1) {
                for (int i = 0; i < some; i++) {
                    target[to + i] = indices[block.get(first + i) & 0xff];
                }
            } else {
                for (int i = 0; i < some; i++) {
                    int codePoint = at(block, width, first + i);
                    target[to + i] = codePoint < indices.length ? indices[codePoint] : Vocabulary.UNKNOWN;
                }
            }
            copied += some;
        }
    }

    /** Adds {@code weight} for each character in [from, end). */
    void count(long from, long end, long weight, CharCounts counts) {
        for (long position = from; position < end; ) {
            ByteBuffer block = block(position);
            int width = width(block, position);
            int first = (int) (position & MASK);
            int some = (int) Math.min(end - position, charsOf(position) - first);
            if (width == 1) {
                long[] latin1 = counts.latin1();
                for (int i = first; i < first + some; i++) {
                    latin1[block.get(i) & 0xff] += weight;
                }
            } else {
                for (int i = first; i < first + some; i++) {
                    counts.add(at(block, width, i), weight);
                }
            }
            position += some;
        }
    }

    private static int at(ByteBuffer block, int width, int i) {
        return switch (width) {
            case 1 -> block.get(i) & 0xff;
            case 2 -> block.getChar(2 * i);
            default -> block.getInt(4 * i);
        };
    }

    /** Characters of the block of a position. */
    private int charsOf(long position) {
        return (int) Math.min(BLOCK, length - (position & ~MASK));
    }

    private int width(ByteBuffer block, long position) {
        return block.limit() / charsOf(position);
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
