package charrnn.corpus;

import charrnn.message.Reason;
import charrnn.message.UserError;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The characters of all files, one file after the other, as code points of fixed width for random access.
 *
 * <p>They are stored in blocks of 65,536 characters, on the heap or in a mapped temporary file. A block uses 1, 2 or 4
 * bytes per character, depending on its largest code point, so that a rare character does not double the size of the
 * whole text.
 *
 * @param blocks all blocks, from index 0 of each; a buffer's limit determines the bytes per character
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

    /**
     * Builds a text. Whenever more than {@code maxHeap} bytes of it are on the heap, it moves them to a temporary file,
     * which is mapped into memory and takes no heap.
     */
    static final class Writer {
        /**
         * A quarter of the heap: a command may read two texts, and needs heap for other things. At most 1 GiB, since a
         * mapping has less than 2 GiB.
         */
        private static final long MAX_HEAP = Math.min(Runtime.getRuntime().maxMemory() / 4, 1 << 30);

        private final int[] codePoints = new int[BLOCK];
        private int used; // number of code points in the block
        private long length;
        private final List<ByteBuffer> blocks = new ArrayList<>();
        private int mapped; // number of blocks in the file, the first ones
        private long heap; // bytes of the other blocks
        private final long maxHeap;
        private final Path folder;
        private Optional<FileChannel> file = Optional.empty();

        Writer() {
            this(MAX_HEAP, Path.of(System.getProperty("java.io.tmpdir")));
        }

        Writer(long maxHeap, Path folder) {
            this.maxHeap = maxHeap;
            this.folder = folder;
        }

        long length() {
            return length;
        }

        /**
         * Appends the first {@code number} code points.
         *
         * @throws UserError if the text needs a file, and it cannot be written
         */
        void append(int[] more, int number) {
            for (int appended = 0; appended < number; ) {
                int chunk = Math.min(number - appended, BLOCK - used);
                System.arraycopy(more, appended, codePoints, used, chunk);
                appended += chunk;
                used += chunk;
                if (used == BLOCK) {
                    finishBlock();
                }
            }
            length += number;
        }

        FixedWidthText text() {
            if (used > 0) {
                finishBlock();
            }
            try {
                if (file.isPresent()) {
                    file.get().close(); // the mappings stay
                }
            } catch (IOException e) {
                throw unwritable(e);
            }
            return new FixedWidthText(length, blocks);
        }

        private void finishBlock() {
            ByteBuffer block = block();
            blocks.add(block);
            heap += block.limit();
            used = 0;
            if (heap > maxHeap) {
                try {
                    moveToFile();
                } catch (IOException e) {
                    throw unwritable(e);
                }
            }
        }

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
            return block.flip();
        }

        /** Moves the blocks on the heap to the file, into one mapping: a process can have about 65,000 mappings. */
        private void moveToFile() throws IOException {
            if (file.isEmpty()) {
                file = Optional.of(temporaryFile());
            }
            FileChannel channel = file.get();
            long start = channel.position();
            for (ByteBuffer block : blocks.subList(mapped, blocks.size())) {
                while (block.hasRemaining()) {
                    channel.write(block);
                }
            }
            ByteBuffer mapping = channel.map(MapMode.READ_ONLY, start, heap);
            for (int offset = 0; mapped < blocks.size(); mapped++) {
                int bytes = blocks.get(mapped).limit();
                blocks.set(mapped, mapping.slice(offset, bytes));
                offset += bytes;
            }
            heap = 0;
        }

        /** Creates a file that is deleted when it is opened, on Unix, or when the process ends, on Windows. */
        private FileChannel temporaryFile() throws IOException {
            Path path = Files.createTempFile(folder, "charrnn-", ".text");
            return FileChannel.open(
                    path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
        }

        private UserError unwritable(IOException e) {
            String message =
                    "the text has more than %,d MB, so it needs a temporary file, which cannot be written in %s:"
                            + " %s; JDK_JAVA_OPTIONS=-Djava.io.tmpdir=FOLDER in the environment names another folder";
            return new UserError(String.format(Locale.ROOT, message, maxHeap >> 20, folder, Reason.of(e)), e);
        }
    }
}
