package charrnn.model.checkpoint;

import charrnn.message.TerminalText;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;

/** An unpacked entry of a checkpoint's zip. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Entry(EntryName name, byte[] bytes) {
    private static final int LOCAL_SIGNATURE = 0x04034b50;

    // A zip's last bytes, if it has no comment: PKWARE's APPNOTE.TXT 6.3, section 4.3.16.
    private static final int END_SIGNATURE = 0x06054b50;
    private static final int END_BYTES = 22;
    private static final int COUNT_AT = 10;

    /**
     * Unpacks all entries of a zip, in their order in the file. Their checksums are right, and none is missing.
     *
     * @param file at its beginning; it is closed
     * @param limit maximum number of bytes of all entries, below that of an array
     * @throws Refused if the zip is damaged, or has an entry that no checkpoint has
     */
    static Map<EntryName, Entry> readAll(FileChannel file, long limit) throws IOException {
        Refused.unless(file.size() > 0, "it is empty");
        Refused.unless(file.size() >= 4 && read(file, 0, 4).getInt(0) == LOCAL_SIGNATURE, "it is not a zip file");
        ByteBuffer end = read(file, Math.max(0, file.size() - END_BYTES), END_BYTES);
        Refused.unless(
                end.getInt(0) == END_SIGNATURE && end.getShort(END_BYTES - 2) == 0,
                "it ends early (truncated), or has bytes after its end");
        Map<EntryName, Entry> entries = new EnumMap<>(EntryName.class);
        long left = limit;
        String place = "zip";
        // In this charset any bytes are a name; those of a checkpoint are ASCII.
        try (ZipInputStream in = new ZipInputStream(
                new BufferedInputStream(Channels.newInputStream(file)), StandardCharsets.ISO_8859_1)) {
            for (ZipEntry found = in.getNextEntry(); found != null; found = in.getNextEntry()) {
                EntryName name = name(found.getName());
                place = "entry " + name.path;
                Refused.unless(!entries.containsKey(name), "it has the entry " + name.path + " twice");
                byte[] bytes = in.readNBytes((int) Math.min(name.maxBytes, left) + 1); // checks the CRC-32 at the end
                Refused.unless(bytes.length <= name.maxBytes, "its entry " + name.path + " is too large");
                left -= bytes.length;
                Refused.unless(left >= 0, "it would unpack to more than " + (limit >> 20) + " MiB");
                entries.put(name, new Entry(name, bytes));
            }
        } catch (ZipException | EOFException | IllegalArgumentException e) { // the last for a name that is not UTF-8
            throw Refused.because("its " + place + " is damaged");
        }
        Refused.unless(entries.size() == end.getShort(COUNT_AT), "its zip lacks an entry that it declares");
        return entries;
    }

    private static ByteBuffer read(FileChannel file, long at, int count) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
        file.read(bytes, at);
        return bytes;
    }

    private static EntryName name(String path) {
        return Stream.of(EntryName.values())
                .filter(name -> name.path.equals(path))
                .findFirst()
                .orElseThrow(() -> Refused.because(
                        "it has the entry '" + TerminalText.line(path, 100) + "', which no charrnn checkpoint has"));
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
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw Refused.because("its entry " + name.path + " is not UTF-8 text");
        }
    }
}
