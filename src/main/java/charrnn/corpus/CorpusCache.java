package charrnn.corpus;

import charrnn.config.UserError;
import charrnn.corpus.Corpus.LoadListener;
import charrnn.corpus.Sources.FileSelection;
import charrnn.corpus.Sources.Source;
import charrnn.files.AtomicFile;
import charrnn.files.Reason;
import charrnn.files.Sha256;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.commons.io.file.PathUtils;

/**
 * Keeps the text of large corpora in a folder, one {@link CacheFile} for each selection of files. Small corpora are
 * read each time, which takes a second and needs no file.
 *
 * @param folder folder of the files, created when needed; empty to store none
 * @param minBytes minimum size of a corpus that is stored
 * @param maxHeap maximum size of a text on the heap, in bytes
 * @param minAge minimum age of the sources' last change; with a newer one, the text is stored but not used again
 * @param blocksPerMapping number of a file's blocks in one mapping
 */
record CorpusCache(Optional<Path> folder, long minBytes, long maxHeap, Duration minAge, int blocksPerMapping) {
    /** Environment variable with the folder's path; if it is empty, nothing is stored. */
    static final String VARIABLE = "CHARRNN_CACHE";

    private static final long MIN_BYTES = 64L << 20;

    /** A file that changes twice within the resolution of its timestamp looks unchanged; FAT's is the coarsest, 2 s. */
    private static final Duration MIN_AGE = Duration.ofSeconds(2);

    private static final int NAME_DIGITS = 24;

    /** The cache in the folder that the environment names. */
    static CorpusCache ofUser() {
        return new CorpusCache(
                folder(System.getenv(), System.getProperty("user.home")),
                MIN_BYTES,
                Runtime.getRuntime().maxMemory() / 10 * 8,
                MIN_AGE,
                CacheFile.BLOCKS_PER_MAPPING);
    }

    /**
     * The first that is set of {@code $CHARRNN_CACHE}, {@code $XDG_CACHE_HOME/charrnn} and {@code ~/.cache/charrnn}.
     *
     * @return empty if {@code CHARRNN_CACHE} is set and blank
     */
    static Optional<Path> folder(Map<String, String> environment, String home) {
        String own = environment.get(VARIABLE);
        if (own != null) {
            return own.isBlank() ? Optional.empty() : Optional.of(Path.of(own));
        }
        String caches = environment.getOrDefault("XDG_CACHE_HOME", "");
        return Optional.of(caches.isBlank() ? Path.of(home, ".cache", "charrnn") : Path.of(caches, "charrnn"));
    }

    /** The listed sources with their state, ready to be read. */
    private record Reading(
            List<Source> sources, FileSelection selection, SourceFingerprint fingerprint, LoadListener listener) {
        static Reading of(Sources sources, FileSelection selection, LoadListener listener) {
            List<Source> listed = sources.list(selection);
            return new Reading(listed, selection, SourceFingerprint.of(listed), listener);
        }

        String key() {
            return Sha256.hex(selection.key() + "\0" + fingerprint.digest());
        }

        CorpusReader read(FixedWidthWriter.Sink sink) {
            long total = fingerprint.bytes();
            long[] done = new long[1];
            CorpusReader reader = new CorpusReader(selection, sink, bytes -> {
                done[0] += bytes;
                listener.progress(Math.min(done[0], total), total);
            });
            reader.read(sources);
            return reader;
        }

        /** Reads the text into memory; empty if it takes more than {@code max} bytes. */
        Optional<CorpusFiles> inMemory(long max) {
            try {
                FixedWidthWriter.Memory memory = new FixedWidthWriter.Memory(max);
                CorpusReader reader = read(memory);
                FixedWidthText text = memory.text(reader.length());
                return Optional.of(new CorpusFiles(text, reader.counts(), reader.files(), reader.bad()));
            } catch (FixedWidthWriter.Failed | OutOfMemoryError e) {
                return Optional.empty();
            }
        }
    }

    /** The stored text of the configured files, if the sources have not changed. */
    Optional<CorpusFiles> find(Sources sources, FileSelection selection) {
        return folder.map(f -> file(f, selection)).filter(Files::exists).flatMap(file -> {
            String key = Reading.of(sources, selection, message -> {}).key();
            return CacheFile.read(file, key, blocksPerMapping);
        });
    }

    /**
     * Reads the sources, or their stored text if they have not changed.
     *
     * @throws UserError if a source cannot be read, or if the text fits neither into the folder nor into memory
     */
    CorpusFiles read(Sources sources, FileSelection selection, LoadListener listener) {
        Instant begin = Instant.now();
        Reading reading = Reading.of(sources, selection, listener);
        boolean reusable = !reading.fingerprint().newest().toInstant().isAfter(begin.minus(minAge));
        String key = reusable ? reading.key() : "unsettled " + reading.key();
        return folder.map(f -> file(f, selection))
                .flatMap(file -> CacheFile.read(file, reading.key(), blocksPerMapping)
                        .or(() -> inMemoryIfSmall(reading))
                        .or(() -> write(reading, file, key)))
                .or(() -> reading.inMemory(maxHeap))
                .orElseThrow(this::tooLarge);
    }

    private static Path file(Path folder, FileSelection selection) {
        return folder.resolve(Sha256.hex(selection.key()).substring(0, NAME_DIGITS) + ".corpus");
    }

    /** Reads a small text into memory; empty if it is large, which is known of an archive only after unpacking. */
    private Optional<CorpusFiles> inMemoryIfSmall(Reading reading) {
        // With a limit, about limit × ln(corpus / limit) characters are read, most of which the sampler drops later.
        boolean isPossiblySmall =
                reading.fingerprint().bytes() < minBytes || reading.selection().limit() < minBytes / 8;
        return isPossiblySmall ? reading.inMemory(Math.min(minBytes, maxHeap / 3)) : Optional.empty();
    }

    /** Writes the text to a file; if that fails, warns and returns empty. */
    private Optional<CorpusFiles> write(Reading reading, Path file, String key) {
        try {
            Path parent = PathUtils.createParentDirectories(file);
            AtomicFile.sweep(parent);
            // Otherwise a temporary file of full size would remain after a signal until the next corpus is written.
            Runtime.getRuntime().addShutdownHook(new Thread(() -> AtomicFile.sweep(parent)));
            AtomicFile.write(file, out -> write(reading, out, key));
            return Optional.of(CacheFile.read(file, key, blocksPerMapping)
                    .orElseThrow(() -> new IOException(file + " was replaced by another process")));
        } catch (IOException e) {
            String failed = e instanceof FileSystemException f ? f.getFile() + ": " : "";
            reading.listener()
                    .warn("the encoded corpus cannot be kept, so it is read into memory: " + failed + Reason.of(e)
                            + " (" + VARIABLE + " can name another folder, or none)");
            return Optional.empty();
        }
    }

    private static void write(Reading reading, OutputStream out, String key) throws IOException {
        CacheFile.Writer writer = new CacheFile.Writer(out);
        try {
            writer.finish(key, reading.read(writer));
        } catch (FixedWidthWriter.Failed e) {
            throw e.getCause();
        }
    }

    private UserError tooLarge() {
        return new UserError(String.format(
                Locale.ROOT,
                "corpus.path: the text does not fit into the %,d MB that Java may use, and cannot be kept encoded in a"
                        + " folder: set %s to one with room for it, or give Java more memory with -Xmx",
                maxHeap >> 20,
                VARIABLE));
    }

    /**
     * The state of sources according to the file system; computed without opening them.
     *
     * @param bytes size of all files and archives together
     * @param digest SHA-256 of the sources' names, sizes, inode numbers and times, 64 hexadecimal digits
     * @param newest time of the last change
     */
    record SourceFingerprint(long bytes, String digest, FileTime newest) {

        static SourceFingerprint of(List<Source> sources) {
            MessageDigest digest = Sha256.digest();
            long bytes = 0;
            FileTime newest = FileTime.fromMillis(0);
            for (Source source : sources) {
                Map<String, Object> attributes = attributes(source.path());
                // A name may contain any character except NUL.
                digest.update((source.name() + "\0" + attributes + "\0").getBytes(StandardCharsets.UTF_8));
                bytes += (long) attributes.getOrDefault("size", 0L);
                for (Object value : attributes.values()) {
                    newest = value instanceof FileTime time && time.compareTo(newest) > 0 ? time : newest;
                }
            }
            return new SourceFingerprint(bytes, HexFormat.of().formatHex(digest.digest()), newest);
        }

        /** Unix's ctime is included because, unlike the modification time, it cannot be set back. */
        private static Map<String, Object> attributes(Path file) {
            boolean unix = file.getFileSystem().supportedFileAttributeViews().contains("unix");
            try {
                return new TreeMap<>(Files.readAttributes(
                        file, unix ? "unix:size,ino,lastModifiedTime,ctime" : "size,lastModifiedTime"));
            } catch (IOException e) {
                return Map.of("error", e.toString());
            }
        }
    }
}
