package charrnn.corpus;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.archivers.zip.ZipMethod;
import org.apache.commons.io.IOUtils;
import org.apache.commons.io.input.BoundedInputStream;

/** A zip; it is read by its directory, which lies at its end, so a zip that was cut off is noticed at once. */
final class ZipSource extends ArchiveSource {
    /** Commons Compress thinks that it can read them, but asks for a library that is not here. */
    private static final Set<Integer> ZSTANDARD = Set.of(ZipMethod.ZSTD.getCode(), ZipMethod.ZSTD_DEPRECATED.getCode());

    ZipSource(Path archive, String prefix, ArchiveLimits limits) {
        super(archive, prefix, limits);
    }

    @Override
    void visitEntries(FileFilter filter, Visitor visitor) throws IOException {
        try (ZipFile zip = ZipFile.builder().setPath(archive).get()) {
            List<ZipArchiveEntry> entries = Collections.list(zip.getEntries());
            // Refuses many small bombs before any is read. An entry larger than its size in the directory ends the
            // reading.
            limits.checkTotal(
                    entries.stream()
                            .filter(entry -> takes(entry, filter))
                            .mapToLong(entry -> Math.max(0, entry.getSize()))
                            .sum(),
                    archive);
            for (ZipArchiveEntry entry : entries) {
                visitEntry(entry, zip, filter, visitor);
                visitor.read(entry.getCompressedSize());
            }
        }
    }

    private boolean takes(ZipArchiveEntry entry, FileFilter filter) {
        String name = relativeName(entry.getName());
        return filter.takes(name, fullName(name));
    }

    private void visitEntry(ZipArchiveEntry entry, ZipFile zip, FileFilter filter, Visitor visitor) throws IOException {
        String name = relativeName(entry.getName());
        boolean link = entry.isDirectory() || entry.isUnixSymlink();
        if (link || !takes(name, filter, visitor)) {
            return;
        }
        if (!zip.canReadEntryData(entry) || ZSTANDARD.contains(entry.getMethod())) {
            visitor.bad(fullName(name), "cannot be read: it is encrypted, or packed in a way that is not supported");
            return;
        }
        try (InputStream unpacked = zip.getInputStream(entry)) {
            visitText(name, unpacked, entry, visitor);
        }
    }

    private void visitText(String name, InputStream unpacked, ZipArchiveEntry entry, Visitor visitor)
            throws IOException {
        CheckedInputStream checked = new CheckedInputStream(unpacked, new CRC32());
        BoundedInputStream limited = limits.limitFile(checked, archive, name);
        visitor.text(fullName(name), limited);
        IOUtils.consume(limited);
        // ZipFile itself compares neither.
        if (limited.getCount() != entry.getSize() || checked.getChecksum().getValue() != entry.getCrc()) {
            throw new IOException(name + " has not the size or the checksum that the directory says");
        }
    }
}
