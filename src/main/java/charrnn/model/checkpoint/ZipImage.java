package charrnn.model.checkpoint;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.commons.io.function.IOFunction;

/**
 * Reads zip files of the simplest form only: entries back to back from the first byte, then the central directory, then
 * the end record, and no other byte. Some zip readers trust the local headers, others the directory; a file in which the
 * two agree on everything reads the same with all of them, including Deeplearning4j's. Layout: PKWARE's APPNOTE.TXT 6.3,
 * sections 4.3.7 to 4.3.16.
 */
final class ZipImage {
    private static final int LOCAL_SIGNATURE = 0x04034b50;
    private static final int CENTRAL_SIGNATURE = 0x02014b50;
    private static final int END_SIGNATURE = 0x06054b50;
    private static final int DESCRIPTOR_SIGNATURE = 0x08074b50;

    private static final int LOCAL_BYTES = 30;
    private static final int CENTRAL_BYTES = 46;
    private static final int END_BYTES = 22;
    private static final int DESCRIPTOR_BYTES = 16;

    private static final int SIZES_FOLLOW = 1 << 3;
    /** The flags that are allowed: sizes in a descriptor, UTF-8 names and the deflate level; not encryption. */
    private static final int KNOWN_FLAGS = SIZES_FOLLOW | 1 << 11 | 0b110;

    /** Version 4.5 would be zip64, which a file below 2 GiB never needs. */
    private static final int MAX_VERSION = 20;

    private static final int MAX_ENTRIES = 32;

    private final ByteBuffer zip;

    /** Where the next local header must begin. */
    private int local;

    private ZipImage(byte[] file) {
        zip = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** @throws Refused if the file is not a zip, or not a plain one */
    static List<Entry> entries(byte[] file) {
        Refused.unless(file.length > 0, "it is empty");
        return new ZipImage(file).readDirectory();
    }

    private List<Entry> readDirectory() {
        Refused.unless(zip.limit() >= 4 && zip.getInt(0) == LOCAL_SIGNATURE, "it is not a zip file");
        int end = zip.limit() - END_BYTES;
        Refused.unless(
                end >= 0 && zip.getInt(end) == END_SIGNATURE, "it ends early (truncated), or has bytes after its end");
        int count = u16(end + 10);
        // No other disk, no comment.
        check(zip.getInt(end + 4) == 0 && u16(end + 8) == count && u16(end + 20) == 0, "an odd end record");
        check(count <= MAX_ENTRIES, count + " entries");
        check(u32(end + 16) + u32(end + 12) == end, "a central directory of the wrong size");
        List<Entry> entries = new ArrayList<>();
        int header = zip.getInt(end + 16);
        for (int i = 0; i < count; i++) {
            check(end - header >= CENTRAL_BYTES, "a broken central directory");
            int nameLength = u16(header + 28);
            check(
                    zip.getInt(header) == CENTRAL_SIGNATURE && nameLength <= end - header - CENTRAL_BYTES,
                    "a broken central directory");
            entries.add(readEntry(header, nameLength));
            header += CENTRAL_BYTES + nameLength;
        }
        check(header == end && local == u32(end + 16), "bytes that belong to no entry");
        return entries;
    }

    /** Reads the directory's entry at {@code header}, and advances {@link #local} beyond the entry's data. */
    private Entry readEntry(int header, int nameLength) {
        boolean sizesFollow = (u16(header + 8) & SIZES_FOLLOW) != 0;
        int method = u16(header + 10);
        long packed = u32(header + 20);
        long size = u32(header + 24);
        // Extra field, comment and number of the disk: all empty.
        check(zip.getInt(header + 30) == 0 && u16(header + 34) == 0, "an entry with extra data");
        check(u16(header + 6) <= MAX_VERSION, "an entry in zip64 format");
        check((u16(header + 8) & ~KNOWN_FLAGS) == 0, "an encrypted or otherwise odd entry");
        check(method == 8 || method == 0 && packed == size && !sizesFollow, "an entry packed in an odd way");
        check(u32(header + 42) == local, "entries that overlap or leave a gap");
        long data = (long) local + LOCAL_BYTES + nameLength;
        long descriptor = data + packed;
        long next = descriptor + (sizesFollow ? DESCRIPTOR_BYTES : 0);
        check(next <= header, "an entry that is larger than the file");
        check(localHeaderAgrees(header, nameLength, sizesFollow), "a local header unlike the directory's");
        if (sizesFollow) {
            int at = (int) descriptor;
            check(
                    zip.getInt(at) == DESCRIPTOR_SIGNATURE && same(at + 4, header + 16, 12),
                    "a descriptor unlike the directory's");
        }
        // The names of a checkpoint's entries are ASCII; other bytes give a name that no part of a checkpoint has.
        String name = new String(zip.array(), header + CENTRAL_BYTES, nameLength, StandardCharsets.ISO_8859_1);
        Entry entry = new Entry(name, packed, size, zip.slice(local, (int) next - local));
        local = (int) next;
        return entry;
    }

    private boolean localHeaderAgrees(int header, int nameLength, boolean sizesFollow) {
        return zip.getInt(local) == LOCAL_SIGNATURE
                && same(local + 4, header + 6, 10)
                && (same(local + 14, header + 16, 12) || sizesFollow && zero(local + 14, 12))
                && same(local + 26, header + 28, 4)
                && same(local + LOCAL_BYTES, header + CENTRAL_BYTES, nameLength);
    }

    private boolean same(int one, int other, int length) {
        return zip.slice(one, length).equals(zip.slice(other, length));
    }

    private boolean zero(int at, int length) {
        return zip.slice(at, length).equals(ByteBuffer.allocate(length));
    }

    private int u16(int at) {
        return Short.toUnsignedInt(zip.getShort(at));
    }

    private long u32(int at) {
        return Integer.toUnsignedLong(zip.getInt(at));
    }

    private static void check(boolean right, String found) {
        Refused.unless(right, "its zip has " + found);
    }

    /**
     * One entry of a zip in memory.
     *
     * @param name name as in the zip
     * @param packedSize bytes that it takes, as declared
     * @param size bytes it unpacks to, as declared
     * @param local its local header, packed bytes and descriptor, backed by an array
     */
    record Entry(String name, long packedSize, long size, ByteBuffer local) {
        /**
         * Unpacks the entry, only as far as the decoder reads.
         *
         * @param decoder must read exactly {@link Entry#size} bytes
         * @throws Refused if the entry is damaged, or longer or shorter than what the decoder reads
         */
        <T> T read(IOFunction<DataInputStream, T> decoder) {
            InputStream stored = new ByteArrayInputStream(local.array(), local.arrayOffset(), local.limit());
            try (ZipInputStream in = new ZipInputStream(stored)) {
                ZipEntry entry = in.getNextEntry();
                T value = decoder.apply(new DataInputStream(in));
                boolean atEnd = in.read() < 0; // there, sizes and checksum are compared
                if (atEnd && entry.getCompressedSize() == packedSize) {
                    return value;
                }
            } catch (IOException e) {
                // Refused below.
            }
            throw Refused.because("its entry " + name + " is damaged");
        }

        /** @throws Refused if a part of the entry does not fit the network */
        void check(boolean right, String part) {
            if (!right) { // called for each number: the message is made only if it is needed
                throw Refused.because("its " + name + " does not fit the network: wrong at " + part);
            }
        }

        /** All bytes of the entry; {@link Part#maxBytes} has bounded their number. */
        ByteBuffer bytes() {
            return read(in -> {
                byte[] all = new byte[Math.toIntExact(size)];
                in.readFully(all);
                return ByteBuffer.wrap(all);
            });
        }

        /** @throws Refused if the entry is damaged or not UTF-8 */
        String text() {
            try {
                return StandardCharsets.UTF_8.newDecoder().decode(bytes()).toString();
            } catch (CharacterCodingException e) {
                throw Refused.because("its entry " + name + " is not UTF-8 text");
            }
        }
    }
}
