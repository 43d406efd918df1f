package charrnn.corpus;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import org.jspecify.annotations.Nullable;

/** A tar, perhaps compressed; it is read as a stream, from its beginning to its end. */
final class TarSource extends ArchiveSource {

    /** How the tar is compressed. */
    enum Packing {
        NONE(".*\\.tar"),
        GZIP(".*\\.(tar\\.gz|tgz)"),
        XZ(".*\\.(tar\\.xz|txz)");

        private final String names;

        Packing(String names) {
            this.names = names;
        }

        /** Whether a file of this name, in lower case, is packed so. */
        boolean fits(String name) {
            return name.matches(names);
        }

        private InputStream unpack(InputStream in) throws IOException {
            return switch (this) {
                case NONE -> in;
                case GZIP ->
                    GzipCompressorInputStream.builder()
                            .setInputStream(in)
                            .setDecompressConcatenated(true)
                            .get();
                case XZ ->
                    XZCompressorInputStream.builder()
                            .setInputStream(in)
                            .setDecompressConcatenated(true)
                            .setMemoryLimitKiB(ArchiveLimits.XZ_MEMORY_KIB)
                            .get();
            };
        }
    }

    private final Packing packing;

    TarSource(Path archive, String prefix, ArchiveLimits limits, Packing packing) {
        super(archive, prefix, limits);
        this.packing = packing;
    }

    @Override
    void visitEntries(FileFilter filter, Visitor visitor) throws IOException {
        try (InputStream packed = new BufferedInputStream(CountedStream.of(archive, visitor), 1 << 16);
                InputStream unpacked = limits.limitTotal(packing.unpack(packed), archive);
                Tar tar = new Tar(unpacked)) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                visitEntry(entry, tar, filter, visitor);
            }
            if (!tar.ended) {
                throw new IOException("it has no end, as if cut off");
            }
        }
    }

    /** Knows whether the end mark, a block of zeros, was there: a tar cut off between two files looks whole otherwise. */
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

    private void visitEntry(TarArchiveEntry entry, TarArchiveInputStream tar, FileFilter filter, Visitor visitor)
            throws IOException {
        String name = relativeName(entry.getName());
        if (!isPlainFile(entry) || !takes(name, filter, visitor)) {
            return;
        }
        if (tar.canReadEntryData(entry)) {
            visitor.text(fullName(name), limits.limitFile(tar, archive, name));
        } else {
            visitor.bad(fullName(name), "cannot be read: it is stored in a way that is not supported");
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
