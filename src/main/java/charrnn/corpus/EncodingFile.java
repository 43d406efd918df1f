package charrnn.corpus;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What the files of an {@link EncodingCache} have in common. A file is
 *
 * <pre>magic | blocks of text | index | start of the index, its CRC-32C, magic</pre>
 *
 * so that it can be written in one pass. The index holds the stamp, each block's width and CRC-32C, the alphabet, and of
 * each source file its name, SHA-256, place, length and counts of characters. Numbers are big-endian.
 */
final class EncodingFile {
    /** Of this format and no other: its number is the last byte. */
    static final long MAGIC = 0x6368_6172_726e_6e_02L;

    static final int TRAILER = Long.BYTES + Integer.BYTES + Long.BYTES;

    private EncodingFile() {}

    /**
     * What an encoding is one of.
     *
     * @param key which files of the sources
     * @param fingerprint of the sources
     * @param settled whether the fingerprint would tell any later change
     */
    record Stamp(byte[] key, byte[] fingerprint, boolean settled) {
        static Stamp of(Selection selection, SourceFingerprint inventory, boolean settled) {
            return new Stamp(selection.key().getBytes(StandardCharsets.UTF_8), inventory.fingerprint(), settled);
        }

        /** The same, for whoever needs to tell no later change. */
        Stamp withoutSettling() {
            return new Stamp(key, fingerprint, false);
        }

        /** Whether both are of the same files in the same state. */
        boolean isOf(Stamp other) {
            return Arrays.equals(key, other.key) && Arrays.equals(fingerprint, other.fingerprint);
        }
    }
}
