package charrnn.model.checkpoint;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/**
 * One entry of a zip that lies in memory.
 *
 * @param name name as in the zip
 * @param packed its bytes as stored, backed by an array
 * @param size bytes it unpacks to, as declared
 * @param crc CRC-32 of the unpacked bytes, as declared
 * @param deflated whether it is deflated; stored otherwise
 */
record ZipSlice(String name, ByteBuffer packed, long size, long crc, boolean deflated) {
    private static final int CHUNK = 1 << 16;

    /** Turns an entry's unpacked bytes into a value; must read exactly {@link ZipSlice#size} of them. */
    @FunctionalInterface
    interface Decoder<T> {
        T decode(DataInputStream in) throws IOException;
    }

    /**
     * Unpacks the entry, never more of it than the decoder reads.
     *
     * @throws Refused if it is damaged, or longer or shorter than what the decoder reads
     */
    <T> T read(Decoder<T> decoder) {
        Inflater inflater = new Inflater(true);
        try (InputStream stored = new ByteArrayInputStream(packed.array(), packed.arrayOffset(), packed.limit())) {
            InputStream plain = deflated ? new InflaterInputStream(stored, inflater, CHUNK) : stored;
            CheckedInputStream checked = new CheckedInputStream(plain, new CRC32());
            T value = decoder.decode(new DataInputStream(checked));
            boolean whole = checked.read() < 0 && stored.available() == 0 && inflater.getRemaining() == 0;
            if (!whole || checked.getChecksum().getValue() != crc) {
                throw damaged();
            }
            return value;
        } catch (IOException e) {
            throw damaged();
        } finally {
            inflater.end();
        }
    }

    /** All of the entry; {@link Part#largest} has bounded its size. */
    byte[] bytes() {
        return read(in -> {
            byte[] all = new byte[Math.toIntExact(size)];
            in.readFully(all);
            return all;
        });
    }

    /** @throws Refused if the entry is not UTF-8 */
    String text() {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw Refused.because("its entry " + name + " is not UTF-8 text");
        }
    }

    private Refused damaged() {
        return Refused.because("its entry " + name + " is damaged");
    }
}
