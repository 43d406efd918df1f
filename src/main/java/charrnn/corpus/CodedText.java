package charrnn.corpus;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.IntFunction;

/**
 * The files' characters, one file after the other, as numbers of an {@link Alphabet}.
 *
 * <p>They lie in blocks of equal length, on the heap or in a mapped file; a block has one byte a character, or two where
 * one of its numbers needs them, because a rare character beyond the 256th should not double a whole text.
 */
final class CodedText {
    private final AtomicReferenceArray<ByteBuffer> blocks;
    private final IntFunction<ByteBuffer> loader;
    private final int shift;
    private final long mask;
    private final long length;

    /**
     * @param blocks how many there are
     * @param loader gives a block when it is first read; its length tells its width
     * @param shift binary logarithm of a block's characters
     * @param length characters
     */
    CodedText(int blocks, IntFunction<ByteBuffer> loader, int shift, long length) {
        this.blocks = new AtomicReferenceArray<>(blocks);
        this.loader = loader;
        this.shift = shift;
        this.mask = (1L << shift) - 1;
        this.length = length;
    }

    static CodedText of(List<ByteBuffer> blocks, int shift, long length) {
        return new CodedText(blocks.size(), blocks::get, shift, length);
    }

    long length() {
        return length;
    }

    int at(long position) {
        int block = blockOf(position);
        return at(block(block), widthOf(block), (int) (position & mask));
    }

    /**
     * Copies characters.
     *
     * @param translation what becomes of each number
     */
    void copy(long from, int count, char[] translation, int[] target, int offset) {
        long position = from;
        for (int copied = 0; copied < count; ) {
            int block = blockOf(position);
            int some = (int) Math.min(count - copied, charsOf(block) - (position & mask));
            ByteBuffer bytes = block(block);
            int width = widthOf(block);
            int first = (int) (position & mask);
            for (int i = 0; i < some; i++) {
                target[offset + copied + i] = translation[at(bytes, width, first + i)];
            }
            copied += some;
            position += some;
        }
    }

    /** Adds {@code weight} to the count of each number that stands in [from, end), once for each time it does. */
    void count(long from, long end, long weight, long[] counts) {
        for (long position = from; position < end; ) {
            int block = blockOf(position);
            long blockEnd = Math.min(end, ((long) block << shift) + charsOf(block));
            ByteBuffer bytes = block(block);
            int width = widthOf(block);
            for (; position < blockEnd; position++) {
                counts[at(bytes, width, (int) (position & mask))] += weight;
            }
        }
    }

    private static int at(ByteBuffer bytes, int width, int i) {
        return width == 1 ? bytes.get(i) & 0xff : bytes.getChar(2 * i);
    }

    private int blockOf(long position) {
        if (position < 0 || position >= length) {
            throw new IndexOutOfBoundsException(position);
        }
        return (int) (position >>> shift);
    }

    private long charsOf(int block) {
        return Math.min(mask + 1, length - ((long) block << shift));
    }

    private int widthOf(int block) {
        return block(block).limit() > charsOf(block) ? 2 : 1;
    }

    private ByteBuffer block(int block) {
        ByteBuffer there = blocks.get(block);
        if (there == null) {
            there = loader.apply(block);
            blocks.set(block, there);
        }
        return there;
    }
}
