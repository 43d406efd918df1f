package charrnn.corpus;

import charrnn.config.UserError;
import charrnn.corpus.Sources.FileSelection;
import charrnn.corpus.Sources.Source;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.archivers.zip.ZipMethod;
import org.apache.commons.io.IOUtils;
import org.apache.commons.io.input.BoundedInputStream;

/**
 * An archive of files, which is read without unpacking it to the disk.
 *
 * @param path path of the archive
 * @param prefix prefix of the files' names
 * @param selection selects the files that are read
 * @param limits limits of its decompressed size
 */
record ArchiveSource(Path path, String prefix, FileSelection selection, ArchiveLimits limits) implements Source {
    /** Methods that Commons Compress reports as readable but cannot read: a library is not on the class path. */
    private static final Set<Integer> ZSTANDARD = Set.of(ZipMethod.ZSTD.getCode(), ZipMethod.ZSTD_DEPRECATED.getCode());

    /** Whether a file's name ends like an archive's. */
    static boolean isArchive(Path file) {
        return isZip(file) || TarStream.isTar(file);
    }

    private static boolean isZip(Path file) {
        return file.toString().toLowerCase(Locale.ROOT).endsWith(".zip");
    }

    @Override
    public String name() {
        return path.toAbsolutePath().normalize().toString();
    }

    @Override
    public void read(CorpusReader reader) {
        try {
            if (isZip(path)) {
                readZip(reader);
            } else {
                readTar(reader);
            }
        } catch (UserError | FixedWidthWriter.Failed e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // Commons Compress throws unchecked exceptions on some broken headers.
            String why = Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName());
            throw new UserError(path + ": cannot be read as an archive, or is damaged: " + why, e);
        }
    }

    /** Reads a zip by means of the directory at its end, so that a truncated archive is detected at once. */
    private void readZip(CorpusReader reader) throws IOException {
        try (ZipFile zip = ZipFile.builder().setPath(path).get()) {
            List<ZipArchiveEntry> entries = Collections.list(zip.getEntries());
            // Refuses an archive of many zip bombs before reading. An entry larger than the directory states fails
            // later.
            limits.checkTotal(
                    entries.stream()
                            .filter(entry -> isSelected(pathOf(entry.getName())))
                            .mapToLong(entry -> Math.max(0, entry.getSize()))
                            .sum(),
                    path);
            for (ZipArchiveEntry entry : entries) {
                readEntry(entry, zip, reader);
                reader.progress(entry.getCompressedSize());
            }
        }
    }

    private void readEntry(ZipArchiveEntry entry, ZipFile zip, CorpusReader reader) throws IOException {
        String name = pathOf(entry.getName());
        if (entry.isDirectory() || entry.isUnixSymlink() || !register(name, reader)) {
            return;
        }
        if (!zip.canReadEntryData(entry) || ZSTANDARD.contains(entry.getMethod())) {
            reader.addBad(prefix + name, "cannot be read: it is encrypted, or packed in a way that is not supported");
            return;
        }
        try (InputStream content = zip.getInputStream(entry)) {
            CheckedInputStream checked = new CheckedInputStream(content, new CRC32());
            BoundedInputStream limited = limits.limitFile(checked, path, name);
            reader.addText(prefix + name, limited);
            IOUtils.consume(limited);
            // ZipFile checks neither size nor checksum.
            if (limited.getCount() != entry.getSize() || checked.getChecksum().getValue() != entry.getCrc()) {
                throw new IOException(name + " differs in size or checksum from the directory");
            }
        }
    }

    private void readTar(CorpusReader reader) throws IOException {
        try (InputStream file = reader.open(path);
                TarStream tar = TarStream.of(path, file, limits)) {
            for (TarArchiveEntry entry = tar.nextFile(); entry != null; entry = tar.nextFile()) {
                String name = pathOf(entry.getName());
                if (!register(name, reader)) {
                    continue;
                }
                if (tar.canReadEntryData(entry)) {
                    reader.addText(prefix + name, limits.limitFile(tar, path, name));
                } else {
                    reader.addBad(prefix + name, "cannot be read: it is stored in a way that is not supported");
                }
            }
        }
    }

    private boolean isSelected(String name) {
        return selection.selects(name, prefix + name);
    }

    /** Registers a file if it is selected; returns whether it is to be read. */
    private boolean register(String name, CorpusReader reader) {
        if (!isSelected(name)) {
            return false;
        }
        if (name.isEmpty()) {
            reader.addBad(path.toString(), "it has an entry without a name");
            return false;
        }
        return reader.register(prefix + name);
    }

    /** The path of an entry inside the archive, which globs match. */
    private static String pathOf(String entryName) {
        String name = entryName.replace('\\', '/');
        while (name.startsWith("./") || name.startsWith("/")) {
            name = name.substring(name.indexOf('/') + 1);
        }
        return name;
    }
}
