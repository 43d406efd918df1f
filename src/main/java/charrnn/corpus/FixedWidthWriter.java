package charrnn.corpus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Builds the blocks of a {@link FixedWidthText}, one at a time. */
final class FixedWidthWriter {
    private final Sink sink;
    private final CharCounts counts = new CharCounts();
    private final int[] codePoints = new int[FixedWidthText.BLOCK];
    private int used; // number of code points in the block
    private int bits; // bitwise or of the code points in the block
    private long length;

    /** Receives the blocks in order. */
    @FunctionalInterface
    interface Sink {
        /** @param block its bytes, from 0 to its limit */
        void accept(ByteBuffer block) throws IOException;
    }

    /** Thrown if the text cannot be written, which is not a fault of the source that is being read. */
    static final class Failed extends UncheckedIOException {
        private static final long serialVersionUID = 1L;

        Failed(IOException reason) {
            super(reason);
        }
    }

    FixedWidthWriter(Sink sink) {
        this.sink = sink;
    }

    /** Number of characters so far. */
    long length() {
        return length;
    }

    /** Counts of the characters, complete when the text is finished. */
    CharCounts counts() {
        return counts;
    }

    /** @throws Failed if the sink fails */
    void append(int codePoint) {
        codePoints[used++] = codePoint;
        bits |= codePoint;
        length++;
        if (used == codePoints.length) {
            flush();
        }
    }

    /** Passes the last block to the sink; nothing may be appended afterwards. */
    void finish() {
        if (used > 0) {
            flush();
        }
    }

    private void flush() {
        counts.add(codePoints, used, 1);
        try {
            sink.accept(block());
        } catch (IOException e) {
            throw new Failed(e);
        }
        used = 0;
        bits = 0;
    }

    private ByteBuffer block() {
        if (bits < 0x100) {
            byte[] bytes = new byte[used];
            for (int i = 0; i < used; i++) {
                bytes[i] = (byte) codePoints[i];
            }
            return ByteBuffer.wrap(bytes);
        }
        boolean wide = bits >= 0x10000;
        ByteBuffer block = ByteBuffer.allocate((wide ? 4 : 2) * used);
        for (int i = 0; i < used; i++) {
            if (wide) {
                block.putInt(codePoints[i]);
            } else {
                block.putChar((char) codePoints[i]);
            }
        }
        return block.flip();
    }

    /** Keeps the blocks on the heap. */
    static final class Memory implements Sink {
        private final List<ByteBuffer> blocks = new ArrayList<>();
        private final long max;
        private long bytes;

        /** @param max maximum number of bytes of all blocks */
        Memory(long max) {
            this.max = max;
        }

        @Override
        public void accept(ByteBuffer block) throws IOException {
            bytes += block.limit();
            if (bytes > max) {
                throw new IOException("the text has more than " + max + " bytes");
            }
            blocks.add(block);
        }

        FixedWidthText text(long length) {
            return new FixedWidthText(length, blocks::get);
        }
    }
}
