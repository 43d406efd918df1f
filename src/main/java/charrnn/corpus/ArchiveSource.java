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
 * @param prefix prefix of the files' names
 */
record ArchiveSource(Path path, String prefix, FileSelection selection, Limits limits) implements Source {
    /** Maximum memory for decompressing xz; xz -9 needs 65 MiB. */
    static final int XZ_MEMORY_KIB = 128 << 10;

    /** Methods that Commons Compress reports as readable but cannot read: a library is not on the class path. */
    private static final Set<Integer> ZSTANDARD = Set.of(ZipMethod.ZSTD.getCode(), ZipMethod.ZSTD_DEPRECATED.getCode());

    /**
     * Maximum decompressed size of one file and of all files, in bytes. A few kilobytes can expand to terabytes, and the
     * sizes in an archive's header may be wrong, so bytes are counted while reading.
     */
    record Limits(long file, long total) {
        /** 64 MiB per file and 8 GiB in all; the whole kernel has 1.5 GB, its largest file 25 MB. */
        static final Limits DEFAULT = new Limits(64L << 20, 8L << 30);
    }

    /** Whether a file's name ends like an archive's. */
    static boolean isArchive(Path file) {
        return lowerCase(file).matches("(?s).*\\.(zip|tar|tar\\.gz|tgz|tar\\.xz|txz)");
    }

    private static String lowerCase(Path file) {
        return file.toString().toLowerCase(Locale.ROOT);
    }

    @Override
    public String name() {
        return path.toAbsolutePath().normalize().toString();
    }

    @Override
    public void read(CorpusReader reader) {
        try {
            if (lowerCase(path).endsWith(".zip")) {
                readZip(reader);
            } else {
                readTar(reader);
            }
        } catch (UserError | FixedWidthText.WriteFailure e) {
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
            // Refuses an archive of many zip bombs. An entry larger than the directory states fails when it is read.
            long total = entries.stream()
                    .filter(entry -> isSelected(pathOf(entry.getName())))
                    .mapToLong(entry -> Math.max(0, entry.getSize()))
                    .sum();
            if (total > limits.total()) {
                throw tooLarge(":", limits.total(), "an archive");
            }
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
            BoundedInputStream limited = limitFile(checked, name);
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
                TarStream tar = new TarStream(limit(decompressed(file), ":", limits.total(), "an archive"))) {
            for (TarArchiveEntry entry = tar.nextFile(); entry != null; entry = tar.nextFile()) {
                String name = pathOf(entry.getName());
                if (!register(name, reader)) {
                    continue;
                }
                if (tar.canReadEntryData(entry)) {
                    reader.addText(prefix + name, limitFile(tar, name));
                } else {
                    reader.addBad(prefix + name, "cannot be read: it is stored in a way that is not supported");
                }
            }
        }
    }

    private InputStream decompressed(InputStream file) throws IOException {
        InputStream in = new BufferedInputStream(file, 1 << 16);
        if (lowerCase(path).endsWith("gz")) {
            return GzipCompressorInputStream.builder()
                    .setInputStream(in)
                    .setDecompressConcatenated(true)
                    .get();
        }
        if (lowerCase(path).endsWith("xz")) {
            return XZCompressorInputStream.builder()
                    .setInputStream(in)
                    .setDecompressConcatenated(true)
                    .setMemoryLimitKiB(XZ_MEMORY_KIB)
                    .get();
        }
        return in;
    }

    private BoundedInputStream limitFile(InputStream in, String name) throws IOException {
        return limit(in, ": " + name, limits.file(), "a file in an archive");
    }

    private BoundedInputStream limit(InputStream in, String name, long bytes, String kind) throws IOException {
        return BoundedInputStream.builder()
                .setInputStream(in)
                // A read at this count calls back even at the end of the stream: a file of exactly the limit must pass.
                .setMaxCount(bytes + 1)
                .setOnMaxCount((max, count) -> {
                    throw tooLarge(name, bytes, kind);
                })
                .get();
    }

    private UserError tooLarge(String name, long bytes, String kind) {
        String message = "%s%s expands to more than %,d bytes, the limit for %s; unpack it yourself if you trust it";
        return new UserError(String.format(Locale.ROOT, message, path, name, bytes, kind));
    }

    private boolean isSelected(String name) {
        return selection.selects(name, prefix + name);
    }

    /** Registers a file if it is selected; returns whether it is to be read. */
    private boolean register(String name, CorpusReader reader) {
        boolean selected = isSelected(name);
        if (selected && name.isEmpty()) {
            reader.addBad(path.toString(), "it has an entry without a name");
            return false;
        }
        return selected && reader.register(prefix + name);
    }

    /** The path of an entry inside the archive, which globs match. */
    private static String pathOf(String entryName) {
        String name = entryName.replace('\\', '/');
        while (name.startsWith("./") || name.startsWith("/")) {
            name = name.substring(name.indexOf('/') + 1);
        }
        return name;
    }

    private static final class TarStream extends TarArchiveInputStream {
        /** Whether the end mark, a block of zeros, was read; without it the tar may be cut off between two files. */
        private boolean ended;

        TarStream(InputStream content) {
            super(content, StandardCharsets.UTF_8.name());
        }

        /** The next plain file, null after the last. Other entries are ignored: a link would read the host's files. */
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
