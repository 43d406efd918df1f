package charrnn.model.checkpoint;

import charrnn.message.TerminalText;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;

/**
 * An entry of a checkpoint's zip, as its central directory declares it, which is unpacked when it is read (PKWARE's
 * APPNOTE.TXT 6.3, sections 4.3.7, 4.3.12 and 4.3.16).
 *
 * @param size bytes when unpacked
 * @param offset of the entry's local header
 */
record Entry(EntryName name, FileChannel file, int method, int crc, int size, long offset) {
    private static final int LOCAL_SIGNATURE = 0x04034b50;
    private static final int LOCAL_BYTES = 30;
    private static final int CENTRAL_SIGNATURE = 0x02014b50;
    private static final int CENTRAL_BYTES = 46;
    private static final int END_SIGNATURE = 0x06054b50;
    private static final int END_BYTES = 22; // without a comment
    private static final int BUFFER = 1 << 16;

    /**
     * The entries that a zip declares.
     *
     * @param limit maximum number of unpacked bytes of all entries, below that of an array
     * @throws Refused if the directory is damaged, or has an entry that no checkpoint has
     */
    static Map<EntryName, Entry> all(FileChannel file, long limit) throws IOException {
        Refused.unless(file.size() > 0, "it is empty");
        Refused.unless(read(file, 0, 4).getInt(0) == LOCAL_SIGNATURE, "it is not a zip file");
        ByteBuffer end = read(file, Math.max(0, file.size() - END_BYTES), END_BYTES);
        Refused.unless(
                end.getInt(0) == END_SIGNATURE && end.getShort(20) == 0,
                "it ends early (truncated), or has bytes after its end");
        Map<EntryName, Entry> entries = new EnumMap<>(EntryName.class);
        long left = limit;
        long at = Integer.toUnsignedLong(end.getInt(16));
        for (int count = Short.toUnsignedInt(end.getShort(10)); count > 0; count--) {
            ByteBuffer header = read(file, at, CENTRAL_BYTES);
            Refused.unless(header.getInt(0) == CENTRAL_SIGNATURE, "its zip is damaged");
            int nameLength = Short.toUnsignedInt(header.getShort(28));
            EntryName name = name(read(file, at + CENTRAL_BYTES, nameLength));
            Refused.unless(!entries.containsKey(name), "it has the entry " + name.path + " twice");
            long size = Integer.toUnsignedLong(header.getInt(24));
            Refused.unless(size <= name.maxBytes, "its entry " + name.path + " is too large");
            left -= size;
            Refused.unless(left >= 0, "it would unpack to more than " + (limit >> 20) + " MiB");
            long offset = Integer.toUnsignedLong(header.getInt(42));
            entries.put(name, new Entry(name, file, header.getShort(10), header.getInt(16), (int) size, offset));
            at += CENTRAL_BYTES
                    + nameLength
                    + Short.toUnsignedInt(header.getShort(30)) // extra field
                    + Short.toUnsignedInt(header.getShort(32)); // comment
        }
        return entries;
    }

    /** Reads bytes of the file; zeros after its end. */
    private static ByteBuffer read(FileChannel file, long at, int count) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
        file.read(bytes, at);
        return bytes;
    }

    private static EntryName name(ByteBuffer bytes) {
        // In this charset any bytes are a name; those of a checkpoint are ASCII.
        String path = new String(bytes.array(), StandardCharsets.ISO_8859_1);
        return Stream.of(EntryName.values())
                .filter(name -> name.path.equals(path))
                .findFirst()
                .orElseThrow(() -> Refused.because(
                        "it has the entry '" + TerminalText.line(path, 100) + "', which no charrnn checkpoint has"));
    }

    /**
     * Unpacks the entry.
     *
     * @throws Refused if it has another size or checksum than the directory declares
     * @throws UncheckedIOException if the file cannot be read
     */
    byte[] bytes() {
        Inflater inflater = new Inflater(true);
        try {
            ByteBuffer header = read(file, offset, LOCAL_BYTES);
            int names = Short.toUnsignedInt(header.getShort(26)) + Short.toUnsignedInt(header.getShort(28));
            InputStream packed = Channels.newInputStream(file.position(offset + LOCAL_BYTES + names));
            InputStream in = method == ZipEntry.STORED ? packed : new InflaterInputStream(packed, inflater, BUFFER);
            byte[] bytes = new byte[size];
            boolean isWhole = in.readNBytes(bytes, 0, size) == size && (method == ZipEntry.STORED || in.read() < 0);
            CRC32 checksum = new CRC32();
            checksum.update(bytes);
            if (header.getInt(0) == LOCAL_SIGNATURE && isWhole && (int) checksum.getValue() == crc) {
                return bytes;
            }
        } catch (ZipException | EOFException e) {
            // damaged
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            inflater.end();
        }
        throw Refused.because("its entry " + name.path + " is damaged");
    }

    /** @throws Refused if the entry is not right, with the fault in the message: it is damaged or of another network */
    void check(boolean right, String fault) {
        if (!right) { // called for each number: the message is made only if it is needed
            throw Refused.because("its " + name.path + " is damaged or of another network: " + fault);
        }
    }

    /** @throws Refused if the entry is not UTF-8 */
    String text() {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw Refused.because("its entry " + name.path + " is not UTF-8 text");
        }
    }
}
