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

/** A tar archive, read as a stream from its beginning to its end. */
final class TarSource extends ArchiveSource {
    TarSource(Path archive, String prefix, ArchiveLimits limits) {
        super(archive, prefix, limits);
    }

    /** Decompresses the archive as the end of its name says. */
    private InputStream decompressed(InputStream in) throws IOException {
        String name = path().toString().toLowerCase(Locale.ROOT);
        if (name.endsWith("gz")) {
            return GzipCompressorInputStream.builder()
                    .setInputStream(in)
                    .setDecompressConcatenated(true)
                    .get();
        }
        if (name.endsWith("xz")) {
            return XZCompressorInputStream.builder()
                    .setInputStream(in)
                    .setDecompressConcatenated(true)
                    .setMemoryLimitKiB(ArchiveLimits.XZ_MEMORY_KIB)
                    .get();
        }
        return in;
    }

    @Override
    void readEntries(CorpusReader reader) throws IOException {
        try (InputStream compressed = new BufferedInputStream(reader.open(path()), 1 << 16);
                InputStream content = limits.limitTotal(decompressed(compressed), path());
                Tar tar = new Tar(content)) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                readEntry(entry, tar, reader);
            }
            if (!tar.ended) {
                throw new IOException("it has no end, as if cut off");
            }
        }
    }

    /**
     * Records whether the end mark, a block of zeros, was read: otherwise a tar cut off between two files looks
     * complete.
     */
    private static final class Tar extends TarArchiveInputStream {
        private boolean ended;

        Tar(InputStream in) {
            super(in, StandardCharsets.UTF_8.name());
        }

        @Override
        protected boolean isEOFRecord(byte @Nullable [] block) {
            ended |= block != null && super.isEOFRecord(block);
            return block == null || ended;
        }
    }

    private void readEntry(TarArchiveEntry entry, TarArchiveInputStream tar, CorpusReader reader) throws IOException {
        String path = path(entry.getName());
        if (!isPlainFile(entry) || !register(path, reader)) {
            return;
        }
        if (tar.canReadEntryData(entry)) {
            reader.addText(name(path), limits.limitFile(tar, path(), path));
        } else {
            reader.addBad(name(path), "cannot be read: it is stored in a way that is not supported");
        }
    }

    /** Links are ignored (a link out of the archive would read the host's files), and so are devices and folders. */
    private static boolean isPlainFile(TarArchiveEntry entry) {
        return entry.isFile()
                && !entry.isSymbolicLink()
                && !entry.isLink()
                && !entry.isFIFO()
                && !entry.isCharacterDevice()
                && !entry.isBlockDevice();
    }
}
