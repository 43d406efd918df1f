package charrnn.corpus;

import charrnn.config.UserError;
import charrnn.corpus.Sources.FileSelection;
import charrnn.corpus.Sources.Source;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.archivers.zip.ZipMethod;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import org.apache.commons.io.IOUtils;
import org.apache.commons.io.input.BoundedInputStream;
import org.jspecify.annotations.Nullable;

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
        return isZip(file) || isTar(file);
    }

    private static boolean isZip(Path file) {
        return file.toString().toLowerCase(Locale.ROOT).endsWith(".zip");
    }

    private static boolean isTar(Path file) {
        return file.toString().toLowerCase(Locale.ROOT).matches(".*\\.(tar|tar\\.gz|tgz|tar\\.xz|txz)");
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

    /** A tar archive, read from its beginning to its end. */
    private static final class TarStream extends TarArchiveInputStream {
        /** Whether the end mark, a block of zeros, was read; without it the tar may be cut off between two files. */
        private boolean ended;

        private TarStream(InputStream content) {
            super(content, StandardCharsets.UTF_8.name());
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
}
