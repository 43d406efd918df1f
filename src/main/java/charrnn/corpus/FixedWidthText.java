package charrnn.corpus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
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

    /** @param loader supplies a block when it is first read; the buffer's limit determines the bytes per character */
    FixedWidthText(long length, IntFunction<ByteBuffer> loader) {
        this.blocks = new AtomicReferenceArray<>(Math.toIntExact((length + MASK) >>> SHIFT));
        this.loader = loader;
        this.length = length;
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

    /** Counts the characters in ranges. */
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

    /** Counts the characters in ranges that are most of the text: subtracts those outside from those of the whole. */
    CharCounts count(List<Range> ranges, CharCounts whole) {
        List<Range> gaps = new ArrayList<>();
        long end = 0;
        for (Range range :
                ranges.stream().sorted(Comparator.comparingLong(Range::start)).toList()) {
            gaps.add(new Range(end, range.start() - end));
            end = range.end();
        }
        gaps.add(new Range(end, length - end));
        CharCounts counts = new CharCounts();
        counts.add(whole, 1);
        counts.add(count(gaps), -1);
        return counts;
    }

    /** Builds the blocks of a text, one at a time. */
    abstract static class Writer {
        private final CharCounts counts = new CharCounts();
        private final int[] codePoints = new int[BLOCK];
        private int used; // number of code points in the block
        private int bits; // bitwise or of the code points in the block
        private long length;

        /** @param block the bytes of a block, from 0 to the buffer's limit */
        abstract void write(ByteBuffer block) throws IOException;

        /** Number of characters so far. */
        long length() {
            return length;
        }

        /** Counts of the characters, complete when the text is finished. */
        CharCounts counts() {
            return counts;
        }

        /** @throws WriteFailure if a block cannot be written */
        void append(int codePoint) {
            codePoints[used++] = codePoint;
            bits |= codePoint;
            length++;
            if (used == BLOCK) {
                finish();
            }
        }

        /** Writes the buffered characters, if there are any, as a block. Called for each full block and once at the end. */
        void finish() {
            if (used == 0) {
                return;
            }
            counts.add(codePoints, used);
            try {
                write(block());
            } catch (IOException e) {
                throw new WriteFailure(e);
            }
            used = 0;
            bits = 0;
        }

        private ByteBuffer block() {
            int wide = bits < 0x10000 ? 2 : 4;
            int width = bits < 0x100 ? 1 : wide;
            ByteBuffer block = ByteBuffer.allocate(width * used);
            for (int i = 0; i < used; i++) {
                switch (width) {
                    case 1 -> block.put((byte) codePoints[i]);
                    case 2 -> block.putChar((char) codePoints[i]);
                    default -> block.putInt(codePoints[i]);
                }
            }
            return block.flip();
        }
    }

    /** Thrown if a text cannot be written, which is not a fault of the source that is being read. */
    static final class WriteFailure extends UncheckedIOException {
        private static final long serialVersionUID = 1L;

        WriteFailure(IOException reason) {
            super(reason);
        }
    }

    /** Keeps the blocks on the heap; fails if they have more than {@code max} bytes. */
    static final class Memory extends Writer {
        private final List<ByteBuffer> blocks = new ArrayList<>();
        private final long max;
        private long bytes;

        Memory(long max) {
            this.max = max;
        }

        @Override
        void write(ByteBuffer block) throws IOException {
            bytes += block.limit();
            if (bytes > max) {
                throw new IOException("the text has more than " + max + " bytes");
            }
            blocks.add(block);
        }

        FixedWidthText text() {
            finish();
            return new FixedWidthText(length(), blocks::get);
        }
    }
}
