package charrnn.corpus;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The characters of all files, one file after the other, as code points of fixed width for random access.
 *
 * <p>They are stored in blocks of 65,536 characters. A block uses 1, 2 or 4 bytes per character, depending on its largest
 * code point, so that a rare character does not double the size of the whole text.
 *
 * @param blocks all blocks, from index 0 of each; a buffer's length determines the bytes per character
 */
record FixedWidthText(long length, List<ByteBuffer> blocks) {
    /** Binary logarithm of a block's length; the garbage collector can move blocks of this size in any heap. */
    private static final int SHIFT = 16;

    /** Characters of each block but the last. */
    static final int BLOCK = 1 << SHIFT;

    private static final long MASK = BLOCK - 1;

    record Range(long start, long length) {
        long end() {
            return start + length;
        }
    }

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

    private ByteBuffer block(long position) {
        if (position < 0 || position >= length) {
            throw new IndexOutOfBoundsException(position);
        }
        return blocks.get((int) (position >>> SHIFT));
    }

    CharCounts count(List<Range> ranges) {
        CharCounts counts = new CharCounts();
        int[] window = new int[1 << 12];
        for (Range range : ranges) {
            for (long position = range.start(); position < range.end(); position += window.length) {
                int chunk = (int) Math.min(window.length, range.end() - position);
                read(position, chunk, window, 0);
                counts.add(window, chunk);
            }
        }
        return counts;
    }

    /** Builds a text. */
    static final class Writer {
        private final int[] codePoints = new int[BLOCK];
        private int used; // number of code points in the block
        private long length;
        private final List<ByteBuffer> blocks = new ArrayList<>();

        long length() {
            return length;
        }

        /** Appends the first {@code number} code points. */
        void append(int[] more, int number) {
            for (int appended = 0; appended < number; ) {
                int chunk = Math.min(number - appended, BLOCK - used);
                System.arraycopy(more, appended, codePoints, used, chunk);
                appended += chunk;
                used += chunk;
                if (used == BLOCK) {
                    blocks.add(block());
                }
            }
            length += number;
        }

        FixedWidthText text() {
            if (used > 0) {
                blocks.add(block());
            }
            return new FixedWidthText(length, blocks);
        }

        /** Empties the present block, and returns it at the width that its characters need. */
        private ByteBuffer block() {
            int bits = 0;
            for (int i = 0; i < used; i++) {
                bits |= codePoints[i];
            }
            int width = bits < 0x100 ? 1 : bits < 0x10000 ? 2 : 4;
            ByteBuffer block = ByteBuffer.allocate(width * used);
            for (int i = 0; i < used; i++) {
                switch (width) {
                    case 1 -> block.put((byte) codePoints[i]);
                    case 2 -> block.putChar((char) codePoints[i]);
                    default -> block.putInt(codePoints[i]);
                }
            }
            used = 0;
            return block.flip();
        }
    }
}
