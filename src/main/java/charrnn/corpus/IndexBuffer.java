package charrnn.corpus;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A growing text of indices, in blocks as {@link EncodedText} has them; it never copies more than one block to grow. */
final class IndexBuffer {
    /** 65,536 characters a block, small enough for the garbage collector to move in any heap. */
    private static final int SHIFT = 16;

    private static final int BLOCK = 1 << SHIFT;
    private static final byte[] NO_BYTES = new byte[0];
    private static final char[] NO_CHARS = new char[0];

    private final List<byte[]> narrow = new ArrayList<>(1);
    private final List<char[]> wide = new ArrayList<>(1);
    private byte[] lastNarrow = NO_BYTES;
    private char[] lastWide = NO_CHARS;
    private int length;

    int length() {
        return length;
    }

    int at(int position) {
        byte[] bytes = narrow.get(position >>> SHIFT);
        int offset = position & (BLOCK - 1);
        return bytes.length > 0 ? bytes[offset] & 0xff : wide.get(position >>> SHIFT)[offset];
    }

    /** Appends an index of 0 to 65,535. */
    void append(int index) {
        int offset = length & (BLOCK - 1);
        if (offset == 0) {
            addBlock(new byte[BLOCK], NO_CHARS);
        }
        if (index > 0xff && lastWide.length == 0) {
            widenLastBlock(offset);
        }
        if (lastWide.length > 0) {
            lastWide[offset] = (char) index;
        } else {
            lastNarrow[offset] = (byte) index;
        }
        length++;
    }

    private void addBlock(byte[] bytes, char[] chars) {
        lastNarrow = bytes;
        lastWide = chars;
        narrow.add(bytes);
        wide.add(chars);
    }

    private void widenLastBlock(int used) {
        char[] chars = new char[BLOCK];
        for (int i = 0; i < used; i++) {
            chars[i] = (char) (lastNarrow[i] & 0xff);
        }
        dropLastBlock();
        addBlock(NO_BYTES, chars);
    }

    private void dropLastBlock() {
        narrow.remove(narrow.size() - 1);
        wide.remove(wide.size() - 1);
    }

    /** Gives back what the last block has to spare; nothing may be appended afterwards. */
    void seal() {
        int used = length & (BLOCK - 1);
        boolean sealed = lastNarrow.length == 0 && lastWide.length == 0;
        if (used != 0 && !sealed) {
            byte[] bytes = lastNarrow.length > 0 ? Arrays.copyOf(lastNarrow, used) : NO_BYTES;
            char[] chars = lastWide.length > 0 ? Arrays.copyOf(lastWide, used) : NO_CHARS;
            dropLastBlock();
            addBlock(bytes, chars);
        }
        // Else these would keep the last block alive when it is moved.
        lastNarrow = NO_BYTES;
        lastWide = NO_CHARS;
    }

    /** Forgets all from {@code end} on; nothing may be appended afterwards. */
    void cutAt(int end) {
        length = end;
    }

    /**
     * Appends the characters [from, to) to another buffer, each index i as translation[i]. Blocks that are moved to their
     * end are freed and cannot be read again: so two copies of a big text are never held at once.
     */
    void moveTo(IndexBuffer target, int[] translation, int from, int to) {
        for (int i = from; i < to; i++) {
            target.append(translation[at(i)]);
            if ((i & (BLOCK - 1)) == BLOCK - 1 || i == length - 1) {
                narrow.set(i >>> SHIFT, NO_BYTES);
                wide.set(i >>> SHIFT, NO_CHARS);
            }
        }
    }

    /** The text; the blocks are kept, not copied. */
    EncodedText toText() {
        seal();
        return new EncodedText(narrow.toArray(byte[][]::new), wide.toArray(char[][]::new), SHIFT, length);
    }
}
