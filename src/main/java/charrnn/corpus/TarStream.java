package charrnn.corpus;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import org.jspecify.annotations.Nullable;

/** A tar archive, read from its beginning to its end. */
final class TarStream extends TarArchiveInputStream {
    /** Whether the end mark, a block of zeros, was read; without it the tar may be cut off between two files. */
    private boolean ended;

    private TarStream(InputStream content) {
        super(content, StandardCharsets.UTF_8.name());
    }

    /** Whether a file's name ends like a tar archive's. */
    static boolean isTar(Path file) {
        return file.toString().toLowerCase(Locale.ROOT).matches(".*\\.(tar|tar\\.gz|tgz|tar\\.xz|txz)");
    }

    /** Opens an archive, decompressing it according to the extension of its name. */
    static TarStream of(Path archive, InputStream file, ArchiveLimits limits) throws IOException {
        InputStream compressed = new BufferedInputStream(file, 1 << 16);
        String name = archive.toString().toLowerCase(Locale.ROOT);
        InputStream content = name.endsWith("gz")
                ? GzipCompressorInputStream.builder()
                        .setInputStream(compressed)
                        .setDecompressConcatenated(true)
                        .get()
                : name.endsWith("xz")
                        ? XZCompressorInputStream.builder()
                                .setInputStream(compressed)
                                .setDecompressConcatenated(true)
                                .setMemoryLimitKiB(ArchiveLimits.XZ_MEMORY_KIB)
                                .get()
                        : compressed;
        return new TarStream(limits.limitTotal(content, archive));
    }

    /**
     * Goes to the next plain file. Links are ignored (a link out of the archive would read the host's files), and so are
     * devices and folders.
     *
     * @return null after the last file
     * @throws IOException also if the archive is cut off
     */
    @Nullable
    TarArchiveEntry nextFile() throws IOException {
        TarArchiveEntry entry = getNextEntry();
        while (entry != null && !isPlainFile(entry)) {
            entry = getNextEntry();
        }
        if (entry == null && !ended) {
            throw new IOException("it has no end, as if cut off");
        }
        return entry;
    }

    private static boolean isPlainFile(TarArchiveEntry entry) {
        return entry.isFile()
                && !entry.isSymbolicLink()
                && !entry.isLink()
                && !entry.isFIFO()
                && !entry.isCharacterDevice()
                && !entry.isBlockDevice();
    }

    @Override
    protected boolean isEOFRecord(byte @Nullable [] block) {
        ended |= block != null && super.isEOFRecord(block);
        return block == null || ended;
    }
}
