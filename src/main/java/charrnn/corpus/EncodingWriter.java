package charrnn.corpus;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;

/** Writes an {@link EncodingFile}, in one pass. */
final class EncodingWriter implements CodedTextWriter.Sink {
    private final OutputStream out;
    private final int shift;
    private final ByteArrayOutputStream blocks = new ByteArrayOutputStream();
    private long written = Long.BYTES;

    /** @param shift binary logarithm of a block's characters */
    EncodingWriter(OutputStream out, int shift) throws IOException {
        this.out = out;
        this.shift = shift;
        new DataOutputStream(out).writeLong(EncodingFile.MAGIC);
    }

    @Override
    public void take(ByteBuffer block) throws IOException {
        CRC32C checksum = new CRC32C();
        checksum.update(block.duplicate());
        DataOutputStream entry = new DataOutputStream(blocks);
        entry.writeInt(block.limit());
        entry.writeInt((int) checksum.getValue());
        out.write(block.array(), 0, block.limit());
        written += block.limit();
    }

    /** Writes what stands behind the blocks. */
    void finish(EncodingFile.Stamp stamp, Encoding encoding, long length) throws IOException {
        CRC32C checksum = new CRC32C();
        DataOutputStream index = new DataOutputStream(new CheckedOutputStream(out, checksum));
        put(index, stamp.key());
        put(index, stamp.fingerprint());
        index.writeBoolean(stamp.settled());
        index.writeInt(shift);
        index.writeLong(length);
        put(index, blocks.toByteArray());
        putAlphabet(index, encoding.alphabet());
        index.writeInt(encoding.files().size());
        for (FileText file : encoding.files()) {
            put(index, file);
        }
        index.writeInt(encoding.bad().size());
        for (Encoding.Bad bad : encoding.bad()) {
            put(index, bad.name());
            put(index, bad.reason());
        }
        DataOutputStream trailer = new DataOutputStream(out);
        trailer.writeLong(written);
        trailer.writeInt((int) checksum.getValue());
        trailer.writeLong(EncodingFile.MAGIC);
    }

    private static void putAlphabet(DataOutputStream index, Alphabet alphabet) throws IOException {
        index.writeInt(alphabet.size());
        for (int codePoint : alphabet.codePoints()) {
            index.writeInt(codePoint);
        }
    }

    private static void put(DataOutputStream index, FileText file) throws IOException {
        put(index, file.name());
        index.write(HexFormat.of().parseHex(file.sha256()));
        index.writeLong(file.chars());
        index.writeLong(file.start());
        index.writeLong(file.length());
        index.writeBoolean(file.crlf());
        put(index, file.tally().packed().array());
    }

    private static void put(DataOutputStream index, String text) throws IOException {
        put(index, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void put(DataOutputStream index, byte[] bytes) throws IOException {
        index.writeInt(bytes.length);
        index.write(bytes);
    }
}
