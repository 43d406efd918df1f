package charrnn.model.checkpoint;

import charrnn.message.TerminalText;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Enumeration;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * An entry of a checkpoint's zip, which is unpacked when it is read.
 *
 * @param header what the zip's central directory declares
 */
record Entry(EntryName name, ZipFile zip, ZipEntry header) {
    /**
     * The entries that a zip declares.
     *
     * @param limit maximum number of unpacked bytes of all entries, below that of an array
     * @throws Refused if there is an entry that no checkpoint has
     */
    static Map<EntryName, Entry> all(ZipFile zip, long limit) {
        Map<EntryName, Entry> entries = new EnumMap<>(EntryName.class);
        long left = limit;
        for (Enumeration<? extends ZipEntry> headers = zip.entries(); headers.hasMoreElements(); ) {
            ZipEntry header = headers.nextElement();
            EntryName name = name(header.getName());
            Refused.unless(!entries.containsKey(name), "it has the entry " + name.path + " twice");
            long size = header.getSize();
            Refused.unless(size >= 0 && size <= name.maxBytes, "its entry " + name.path + " is too large");
            left -= size;
            Refused.unless(left >= 0, "it would unpack to more than " + (limit >> 20) + " MiB");
            entries.put(name, new Entry(name, zip, header));
        }
        return entries;
    }

    private static EntryName name(String path) {
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
        byte[] bytes = new byte[size()];
        try (InputStream in = zip.getInputStream(header)) {
            boolean isWhole = in.readNBytes(bytes, 0, bytes.length) == bytes.length && in.read() < 0;
            CRC32 checksum = new CRC32();
            checksum.update(bytes);
            if (isWhole && checksum.getValue() == header.getCrc()) {
                return bytes;
            }
        } catch (ZipException | EOFException e) {
            // damaged
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw Refused.because("its entry " + name.path + " is damaged");
    }

    int size() {
        return (int) header.getSize();
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
