package charrnn.corpus;

import charrnn.config.UserError;
import charrnn.corpus.CorpusFiles.BadFile;
import charrnn.corpus.CorpusFiles.TextFile;
import charrnn.files.StrictJson;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.util.ByteBufferBackedInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;

/**
 * A file of the {@link CorpusCache}:
 *
 * <pre>blocks of a {@link FixedWidthText} | index, JSON | start of the index, its CRC-32C, magic number</pre>
 *
 * It is written in one pass, and is a single file so that it can be replaced atomically. The index is checked when the
 * file is opened and each block when it is first read, so that a start does not wait for a check of gigabytes. The text
 * is mapped into memory, not loaded.
 */
final class CacheFile {
    /** Identifies the format; the last byte is the format's version. */
    static final long MAGIC = 0x6368_6172_726e_6e_03L;

    static final int TRAILER = Long.BYTES + Integer.BYTES + Long.BYTES;

    /** A mapping cannot exceed 2 GiB; 4096 blocks of 65,536 characters of 4 bytes are 1 GiB. */
    static final int BLOCKS_PER_MAPPING = 4096;

    private CacheFile() {}

    /**
     * @param key identifies the selection of files and their state
     * @param chars number of characters
     * @param blocks blocks of the text, which begin at the start of the file
     * @param counts how often each character occurs
     * @param files the files that are text
     * @param bad the files that cannot be used
     */
    private record Index(
            String key, long chars, List<Block> blocks, CharCounts counts, List<TextFile> files, List<BadFile> bad) {}

    private record Block(int bytes, int crc32c) {}

    /** Writes a file, in one pass. */
    static final class Writer implements FixedWidthWriter.Sink {
        private final OutputStream out;
        private final List<Block> blocks = new ArrayList<>();
        private long written;

        Writer(OutputStream out) {
            this.out = out;
        }

        @Override
        public void accept(ByteBuffer block) throws IOException {
            blocks.add(new Block(block.limit(), checksum(block)));
            out.write(block.array(), 0, block.limit());
            written += block.limit();
        }

        /** Writes the index and the trailer. */
        void finish(String key, CorpusReader read) throws IOException {
            Index index = new Index(key, read.length(), blocks, read.counts(), read.files(), read.bad());
            CRC32C checksum = new CRC32C();
            // ASCII, because a name that is not valid Unicode can only be written with escapes.
            StrictJson.ASCII
                    .writer()
                    .without(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
                    .writeValue(new CheckedOutputStream(out, checksum), index);
            DataOutputStream trailer = new DataOutputStream(out);
            trailer.writeLong(written);
            trailer.writeInt((int) checksum.getValue());
            trailer.writeLong(MAGIC);
        }
    }

    private static int checksum(ByteBuffer bytes) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes.duplicate());
        return (int) checksum.getValue();
    }

    /**
     * Opens a file.
     *
     * @param key key that the file must have
     * @return empty if the file does not exist, is damaged, or has another format or key
     */
    static Optional<CorpusFiles> read(Path file, String key, int blocksPerMapping) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            Index index = index(channel);
            return index.key().equals(key)
                    ? Optional.of(new CorpusFiles(
                            text(file, channel, index, blocksPerMapping), index.counts(), index.files(), index.bad()))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Index index(FileChannel channel) throws IOException {
        long end = channel.size() - TRAILER;
        ByteBuffer trailer = ByteBuffer.allocate(TRAILER);
        if (end < 0 || channel.read(trailer, end) < TRAILER) {
            throw new IOException("too short");
        }
        long start = trailer.flip().getLong();
        int checksum = trailer.getInt();
        if (trailer.getLong() != MAGIC || start < 0 || start > end || end - start > Integer.MAX_VALUE) {
            throw new IOException("cut off, or of another format");
        }
        ByteBuffer json = channel.map(MapMode.READ_ONLY, start, end - start);
        if (checksum(json) != checksum) {
            throw new IOException("damaged index");
        }
        return StrictJson.MAPPER.readValue(new ByteBufferBackedInputStream(json), Index.class);
    }

    private static FixedWidthText text(Path file, FileChannel channel, Index index, int blocksPerMapping)
            throws IOException {
        List<Block> blocks = index.blocks();
        int[] offsets = new int[blocks.size()]; // within a mapping
        List<ByteBuffer> mappings = new ArrayList<>();
        long start = 0;
        for (int first = 0; first < blocks.size(); first += blocksPerMapping) {
            int bytes = 0;
            for (int i = first; i < Math.min(blocks.size(), first + blocksPerMapping); i++) {
                offsets[i] = bytes;
                bytes += blocks.get(i).bytes();
            }
            mappings.add(channel.map(MapMode.READ_ONLY, start, bytes));
            start += bytes;
        }
        return new FixedWidthText(
                index.chars(),
                i -> checked(
                        file,
                        mappings.get(i / blocksPerMapping)
                                .slice(offsets[i], blocks.get(i).bytes()),
                        blocks.get(i)));
    }

    private static ByteBuffer checked(Path file, ByteBuffer bytes, Block block) {
        if (checksum(bytes) != block.crc32c()) {
            throw new UserError(file + ", an encoded corpus, is damaged: delete it, and it is made again");
        }
        return bytes;
    }
}
