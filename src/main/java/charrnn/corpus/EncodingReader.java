package charrnn.corpus;

import charrnn.config.UserError;
import charrnn.corpus.EncodingFile.Stamp;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * Reads an {@link EncodingFile}. Its index is checked at once, each block when it is first read, so that nobody waits for
 * gigabytes to be checked. The text stays on the disk: it is mapped in pages, as one mapping cannot exceed 2 GiB.
 */
final class EncodingReader {
    private static final int SHA_BYTES = 32;

    private final Path file;
    private final ByteBuffer index;

    private EncodingReader(Path file, ByteBuffer index) {
        this.file = file;
        this.index = index;
    }

    /**
     * Opens a file.
     *
     * @param wanted what it must be an encoding of
     * @param pageBlocks blocks in a mapping
     * @return empty where it is not there, is damaged, or is of something else
     */
    static Optional<Encoding> read(Path file, Stamp wanted, int pageBlocks) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer index = index(channel);
            EncodingReader reader = new EncodingReader(file, index);
            Stamp found = new Stamp(reader.bytes(), reader.bytes(), reader.flag());
            return found.isOf(wanted) && (found.settled() || !wanted.settled())
                    ? Optional.of(reader.encoding(channel, pageBlocks))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static ByteBuffer index(FileChannel channel) throws IOException {
        long end = channel.size() - EncodingFile.TRAILER;
        if (end < Long.BYTES || magic(channel, 0) != EncodingFile.MAGIC) {
            throw new IOException("another format");
        }
        ByteBuffer trailer = ByteBuffer.allocate(EncodingFile.TRAILER);
        channel.read(trailer, end);
        long start = trailer.flip().getLong();
        int checksum = trailer.getInt();
        if (trailer.getLong() != EncodingFile.MAGIC
                || start < Long.BYTES
                || start > end
                || end - start > Integer.MAX_VALUE) {
            throw new IOException("cut off");
        }
        ByteBuffer index = channel.map(MapMode.READ_ONLY, start, end - start);
        if (checksum(index) != checksum) {
            throw new IOException("damaged index");
        }
        return index;
    }

    private static long magic(FileChannel channel, long position) throws IOException {
        ByteBuffer magic = ByteBuffer.allocate(Long.BYTES);
        channel.read(magic, position);
        return magic.getLong(0);
    }

    private static int checksum(ByteBuffer bytes) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes.duplicate());
        return (int) checksum.getValue();
    }

    private Encoding encoding(FileChannel channel, int pageBlocks) throws IOException {
        CodedText text = text(channel, pageBlocks);
        int[] codePoints = new int[index.getInt()];
        for (int i = 0; i < codePoints.length; i++) {
            codePoints[i] = index.getInt();
        }
        List<FileText> files = new ArrayList<>();
        for (int left = index.getInt(); left > 0; left--) {
            files.add(fileText());
        }
        List<Encoding.Bad> bad = new ArrayList<>();
        for (int left = index.getInt(); left > 0; left--) {
            bad.add(new Encoding.Bad(string(), string()));
        }
        return new Encoding(text, Alphabet.of(codePoints), files, bad);
    }

    private FileText fileText() {
        String name = string();
        byte[] sha256 = new byte[SHA_BYTES];
        index.get(sha256);
        long chars = index.getLong();
        long start = index.getLong();
        long length = index.getLong();
        return new FileText(
                name, HexFormat.of().formatHex(sha256), chars, start, length, flag(), new CharCounts(slice()), length);
    }

    private CodedText text(FileChannel channel, int pageBlocks) throws IOException {
        int shift = index.getInt();
        long length = index.getLong();
        ByteBuffer table = slice();
        int blocks = table.limit() / (2 * Integer.BYTES);
        long[] starts = new long[blocks + 1];
        starts[0] = Long.BYTES;
        for (int i = 0; i < blocks; i++) {
            starts[i + 1] = starts[i] + table.getInt(2 * Integer.BYTES * i);
        }
        List<ByteBuffer> pages = new ArrayList<>();
        for (int first = 0; first < blocks; first += pageBlocks) {
            long end = starts[Math.min(blocks, first + pageBlocks)];
            pages.add(channel.map(MapMode.READ_ONLY, starts[first], end - starts[first]));
        }
        return new CodedText(
                blocks,
                i -> checked(
                        pages.get(i / pageBlocks).slice((int) (starts[i] - starts[i - i % pageBlocks]), (int)
                                (starts[i + 1] - starts[i])),
                        table.getInt(2 * Integer.BYTES * i + Integer.BYTES)),
                shift,
                length);
    }

    private ByteBuffer checked(ByteBuffer block, int checksum) {
        if (checksum(block) != checksum) {
            throw new UserError(file + ", an encoded corpus, is damaged: delete it, and it is made anew");
        }
        return block;
    }

    private byte[] bytes() {
        byte[] bytes = new byte[index.getInt()];
        index.get(bytes);
        return bytes;
    }

    private String string() {
        return new String(bytes(), StandardCharsets.UTF_8);
    }

    private boolean flag() {
        return index.get() != 0;
    }

    private ByteBuffer slice() {
        int length = index.getInt();
        ByteBuffer slice = index.slice(index.position(), length);
        index.position(index.position() + length);
        return slice;
    }
}
