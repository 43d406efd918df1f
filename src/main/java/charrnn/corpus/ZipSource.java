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

/** A zip archive, read by means of the directory at its end, so that a truncated archive is noticed at once. */
final class ZipSource extends ArchiveSource {
    /**
     * Methods that Commons Compress reports as readable, but for which it needs a library that is not on the class
     * path.
     */
    private static final Set<Integer> ZSTANDARD = Set.of(ZipMethod.ZSTD.getCode(), ZipMethod.ZSTD_DEPRECATED.getCode());

    ZipSource(Path archive, String prefix, ArchiveLimits limits) {
        super(archive, prefix, limits);
    }

    @Override
    void readEntries(CorpusReader reader) throws IOException {
        try (ZipFile zip = ZipFile.builder().setPath(path()).get()) {
            List<ZipArchiveEntry> entries = Collections.list(zip.getEntries());
            // Refuses many small bombs before reading. An entry larger than its size in the directory fails later.
            limits.checkTotal(
                    entries.stream()
                            .filter(entry -> reader.selects(path(entry.getName()), name(path(entry.getName()))))
                            .mapToLong(entry -> Math.max(0, entry.getSize()))
                            .sum(),
                    path());
            for (ZipArchiveEntry entry : entries) {
                readEntry(entry, zip, reader);
                reader.progress(entry.getCompressedSize());
            }
        }
    }

    private void readEntry(ZipArchiveEntry entry, ZipFile zip, CorpusReader reader) throws IOException {
        String path = path(entry.getName());
        boolean file = !entry.isDirectory() && !entry.isUnixSymlink();
        if (!file || !register(path, reader)) {
            return;
        }
        if (!zip.canReadEntryData(entry) || ZSTANDARD.contains(entry.getMethod())) {
            reader.addBad(name(path), "cannot be read: it is encrypted, or packed in a way that is not supported");
            return;
        }
        try (InputStream content = zip.getInputStream(entry)) {
            CheckedInputStream checked = new CheckedInputStream(content, new CRC32());
            BoundedInputStream limited = limits.limitFile(checked, path(), path);
            reader.addText(name(path), limited);
            IOUtils.consume(limited);
            // ZipFile itself compares neither.
            if (limited.getCount() != entry.getSize() || checked.getChecksum().getValue() != entry.getCrc()) {
                throw new IOException(path + " has not the size or the checksum that the directory says");
            }
        }
    }
}
