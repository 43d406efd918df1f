package charrnn.corpus;

import charrnn.config.UserError;
import charrnn.corpus.CorpusFiles.TextFile;
import com.fasterxml.jackson.databind.util.ByteBufferBackedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;
import org.apache.commons.io.function.IOConsumer;
import org.apache.commons.io.function.IORunnable;

/**
 * A file of the {@link CorpusCache}:
 *
 * <pre>blocks of a {@link FixedWidthText} | index | start of the index, its CRC-32C, magic number</pre>
 *
 * It is written in one pass, and is a single file so that it can be replaced atomically. The index is checked when the
 * file is opened and each block when it is first read, so that a large file opens at once. The text is mapped into
 * memory, not loaded.
 */
final class CacheFile {
    /** Identifies the format; the last byte is the format's version. */
    private static final long MAGIC = 0x6368_6172_726e_6e_04L;

    static final int TRAILER = Long.BYTES + Integer.BYTES + Long.BYTES;

    /** A mapping cannot exceed 2 GiB; 4096 blocks of 65,536 characters of 4 bytes are 1 GiB. */
    static final int BLOCKS_PER_MAPPING = 4096;

    private CacheFile() {}

    private record Block(int bytes, int crc32c) {}

    static final class Writer extends FixedWidthText.Writer {
        private final OutputStream out;
        private final List<Block> blocks = new ArrayList<>();
        private long written;

        Writer(OutputStream out) {
            this.out = out;
        }

        @Override
        void write(ByteBuffer block) throws IOException {
            blocks.add(new Block(block.limit(), checksum(block)));
            out.write(block.array(), 0, block.limit());
            written += block.limit();
        }

        void writeIndex(String key, CorpusReader reader) throws IOException {
            CheckedOutputStream checked = new CheckedOutputStream(out, new CRC32C());
            DataOutputStream index = new DataOutputStream(checked);
            index.writeUTF(key);
            index.writeLong(length());
            writeList(index, blocks, block -> {
                index.writeInt(block.bytes());
                index.writeInt(block.crc32c());
            });
            writeList(index, counts().codePoints().boxed().toList(), codePoint -> {
                index.writeInt(codePoint);
                index.writeLong(counts().of(codePoint));
            });
            writeList(index, reader.files(), file -> {
                index.writeUTF(file.name());
                index.writeUTF(file.sha256());
                index.writeLong(file.chars());
                index.writeLong(file.start());
                index.writeLong(file.length());
                index.writeBoolean(file.crlf());
            });
            writeList(index, reader.bad().entrySet(), file -> {
                index.writeUTF(file.getKey());
                index.writeUTF(file.getValue());
            });
            DataOutputStream trailer = new DataOutputStream(out);
            trailer.writeLong(written);
            trailer.writeInt((int) checked.getChecksum().getValue());
            trailer.writeLong(MAGIC);
        }
    }

    private static <T> void writeList(DataOutputStream index, Collection<T> list, IOConsumer<T> element)
            throws IOException {
        index.writeInt(list.size());
        for (T value : list) {
            element.accept(value);
        }
    }

    private static void readList(DataInputStream in, IORunnable element) throws IOException {
        for (int left = in.readInt(); left > 0; left--) {
            element.run();
        }
    }

    private static TextFile readFile(DataInputStream in) throws IOException {
        return new TextFile(in.readUTF(), in.readUTF(), in.readLong(), in.readLong(), in.readLong(), in.readBoolean());
    }

    private static int checksum(ByteBuffer bytes) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes.duplicate());
        return (int) checksum.getValue();
    }

    /** Opens a file; empty if it does not exist, is damaged, or has another format or another key. */
    static Optional<CorpusFiles> read(Path file, String key, int blocksPerMapping) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            DataInputStream in = index(channel);
            if (!in.readUTF().equals(key)) {
                return Optional.empty();
            }
            long chars = in.readLong();
            List<Block> blocks = new ArrayList<>();
            readList(in, () -> blocks.add(new Block(in.readInt(), in.readInt())));
            List<ByteBuffer> mapped = map(channel, blocks, blocksPerMapping);
            FixedWidthText text = new FixedWidthText(chars, i -> checked(file, mapped.get(i), blocks.get(i)));
            CharCounts counts = new CharCounts();
            readList(in, () -> counts.add(in.readInt(), in.readLong()));
            List<TextFile> files = new ArrayList<>();
            readList(in, () -> files.add(readFile(in)));
            SortedMap<String, String> bad = new TreeMap<>();
            readList(in, () -> bad.put(in.readUTF(), in.readUTF()));
            return Optional.of(new CorpusFiles(text, counts, files, bad));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The index of a file, checked. */
    private static DataInputStream index(FileChannel channel) throws IOException {
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
        ByteBuffer index = channel.map(MapMode.READ_ONLY, start, end - start);
        if (checksum(index) != checksum) {
            throw new IOException("damaged index");
        }
        return new DataInputStream(new ByteBufferBackedInputStream(index));
    }

    private static List<ByteBuffer> map(FileChannel channel, List<Block> blocks, int blocksPerMapping)
            throws IOException {
        List<ByteBuffer> mapped = new ArrayList<>();
        long start = 0;
        for (int first = 0; first < blocks.size(); first += blocksPerMapping) {
            List<Block> group = blocks.subList(first, Math.min(blocks.size(), first + blocksPerMapping));
            int bytes = group.stream().mapToInt(Block::bytes).sum();
            ByteBuffer mapping = channel.map(MapMode.READ_ONLY, start, bytes);
            int offset = 0;
            for (Block block : group) {
                mapped.add(mapping.slice(offset, block.bytes()));
                offset += block.bytes();
            }
            start += bytes;
        }
        return mapped;
    }

    private static ByteBuffer checked(Path file, ByteBuffer bytes, Block block) {
        if (checksum(bytes) != block.crc32c()) {
            throw new UserError(file + ", an encoded corpus, is damaged: delete it, and it is made again");
        }
        return bytes;
    }
}
