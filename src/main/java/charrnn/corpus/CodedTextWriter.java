package charrnn.corpus;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Makes the blocks of a {@link CodedText}; it never holds more than one. */
final class CodedTextWriter {
    /** 65,536 characters a block: small enough for the garbage collector to move in any heap. */
    static final int SHIFT = 16;

    private final int shift;
    private final Sink sink;
    private final byte[] narrow;
    private char[] wide = new char[0];
    private boolean isWide;
    private int used;
    private long length;

    /** What takes a block. */
    @FunctionalInterface
    interface Sink {
        /** @param block one or two bytes a character, the caller's again afterwards */
        void take(ByteBuffer block) throws IOException;
    }

    CodedTextWriter(int shift, Sink sink) {
        this.shift = shift;
        this.sink = sink;
        this.narrow = new byte[1 << shift];
    }

    /** Characters so far. */
    long length() {
        return length;
    }

    /** @throws EncodingFailed if the sink fails */
    void append(int number) {
        if (number > 0xff && !isWide) {
            widen();
        }
        if (isWide) {
            wide[used++] = (char) number;
        } else {
            narrow[used++] = (byte) number;
        }
        length++;
        if (used == narrow.length) {
            flush();
        }
    }

    private void widen() {
        if (wide.length == 0) {
            wide = new char[narrow.length];
        }
        for (int i = 0; i < used; i++) {
            wide[i] = (char) (narrow[i] & 0xff);
        }
        isWide = true;
    }

    private void flush() {
        try {
            sink.take(isWide ? bytesOf(wide, used) : ByteBuffer.wrap(narrow, 0, used));
        } catch (IOException e) {
            throw new EncodingFailed(e);
        }
        used = 0;
        isWide = false;
    }

    private static ByteBuffer bytesOf(char[] chars, int count) {
        ByteBuffer bytes = ByteBuffer.allocate(2 * count);
        bytes.asCharBuffer().put(chars, 0, count);
        return bytes;
    }

    /** Hands over the last block; nothing may be appended afterwards. */
    void finish() {
        if (used > 0) {
            flush();
        }
    }

    /** Blocks on the heap. */
    static final class Memory implements Sink {
        private final List<ByteBuffer> blocks = new ArrayList<>();
        private final long most;
        private long bytes;

        /** @param most bytes that the blocks may have together */
        Memory(long most) {
            this.most = most;
        }

        @Override
        public void take(ByteBuffer block) throws IOException {
            bytes += block.limit();
            if (bytes > most) {
                throw new IOException("the text has more than " + most + " bytes");
            }
            blocks.add(ByteBuffer.wrap(Arrays.copyOf(block.array(), block.limit())));
        }

        CodedText text(long length) {
            return CodedText.of(blocks, SHIFT, length);
        }
    }
}
