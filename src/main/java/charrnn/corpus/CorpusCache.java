package charrnn.corpus;

import charrnn.config.UserError;
import charrnn.corpus.Corpus.LoadListener;
import charrnn.corpus.Sources.FileSelection;
import charrnn.corpus.Sources.Source;
import charrnn.files.AtomicFile;
import charrnn.files.Reason;
import charrnn.files.Sha256;
import java.io.IOException;
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
 * @param minAge minimum age of the sources' last change: if a source is younger, a later change might keep its time, so the
 *     stored text is used in this run only
 * @param blocksPerMapping number of a file's blocks in one mapping
 */
record CorpusCache(Optional<Path> folder, long minBytes, long maxHeap, Duration minAge, int blocksPerMapping) {
    /** Environment variable with the folder's path; if it is empty, nothing is stored. */
    static final String VARIABLE = "CHARRNN_CACHE";

    /** A file that changes twice within the resolution of its timestamp looks unchanged; FAT's is the coarsest. */
    private static final Duration RESOLUTION = Duration.ofSeconds(2);

    /** The cache in the folder that the environment names. */
    static CorpusCache ofUser() {
        Optional<Path> folder = folder(System.getenv(), System.getProperty("user.home"));
        long maxHeap = Runtime.getRuntime().maxMemory() / 10 * 8;
        return new CorpusCache(folder, 64L << 20, maxHeap, RESOLUTION, CacheFile.BLOCKS_PER_MAPPING);
    }

    /**
     * The first that is set of {@code $CHARRNN_CACHE}, {@code $XDG_CACHE_HOME/charrnn} and {@code ~/.cache/charrnn};
     * empty if {@code CHARRNN_CACHE} is set and blank.
     */
    static Optional<Path> folder(Map<String, String> environment, String home) {
        String own = environment.get(VARIABLE);
        if (own != null) {
            return own.isBlank() ? Optional.empty() : Optional.of(Path.of(own));
        }
        String caches = environment.getOrDefault("XDG_CACHE_HOME", "");
        return Optional.of(caches.isBlank() ? Path.of(home, ".cache", "charrnn") : Path.of(caches, "charrnn"));
    }

    /**
     * The listed sources, ready to be read.
     *
     * @param bytes size of all files together
     * @param newest time of the last change
     * @param key identifies the selection, and the names, sizes, inode numbers and times of the sources
     */
    private record Reading(
            List<Source> sources,
            FileSelection selection,
            LoadListener listener,
            long bytes,
            FileTime newest,
            String key) {
        static Reading of(Sources sources, FileSelection selection, LoadListener listener) {
            List<Source> listed = sources.list(selection);
            MessageDigest digest = Sha256.digest();
            long bytes = 0;
            FileTime newest = FileTime.fromMillis(0);
            for (Source source : listed) {
                Map<String, Object> attributes = attributes(source.path());
                // A name may contain any character except NUL.
                digest.update((source.name() + "\0" + attributes + "\0").getBytes(StandardCharsets.UTF_8));
                bytes += (long) attributes.getOrDefault("size", 0L);
                for (Object value : attributes.values()) {
                    newest = value instanceof FileTime time && time.compareTo(newest) > 0 ? time : newest;
                }
            }
            String key = Sha256.hex(selection.key() + "\0" + HexFormat.of().formatHex(digest.digest()));
            return new Reading(listed, selection, listener, bytes, newest, key);
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

        CorpusReader read(FixedWidthText.Writer text) {
            long[] done = new long[1];
            CorpusReader reader = new CorpusReader(selection, text, read -> {
                done[0] += read;
                listener.progress(Math.min(done[0], bytes), bytes);
            });
            reader.read(sources);
            return reader;
        }

        /** Reads the text into memory; empty if it takes more than {@code max} bytes. */
        Optional<CorpusFiles> inMemory(long max) {
            try {
                FixedWidthText.Memory memory = new FixedWidthText.Memory(max);
                CorpusReader reader = read(memory);
                return Optional.of(new CorpusFiles(memory.text(), memory.counts(), reader.files(), reader.bad()));
            } catch (FixedWidthText.WriteFailure | OutOfMemoryError e) {
                return Optional.empty();
            }
        }
    }

    /** The stored text of the configured files, if the sources have not changed. */
    Optional<CorpusFiles> find(Sources sources, FileSelection selection) {
        return file(selection)
                .filter(Files::exists)
                .flatMap(file -> stored(
                        file, Reading.of(sources, selection, message -> {}).key()));
    }

    private Optional<CorpusFiles> stored(Path file, String key) {
        return CacheFile.read(file, key, blocksPerMapping);
    }

    /** Reads the sources, or their stored text if they have not changed. */
    CorpusFiles read(Sources sources, FileSelection selection, LoadListener listener) {
        Instant begin = Instant.now();
        Reading reading = Reading.of(sources, selection, listener);
        boolean reusable = !reading.newest().toInstant().isAfter(begin.minus(minAge));
        String key = reusable ? reading.key() : "unsettled " + reading.key();
        return file(selection)
                .flatMap(file -> stored(file, reading.key())
                        .or(() -> inMemoryIfSmall(reading))
                        .or(() -> write(reading, file, key)))
                .or(() -> reading.inMemory(maxHeap))
                .orElseThrow(this::tooLarge);
    }

    private Optional<Path> file(FileSelection selection) {
        return folder.map(f -> f.resolve(Sha256.hex(selection.key()).substring(0, 24) + ".corpus"));
    }

    /** Reads a small text into memory; empty if it turns out to be large. */
    private Optional<CorpusFiles> inMemoryIfSmall(Reading reading) {
        // With a limit, about limit × ln(corpus / limit) characters are read, most of which the sampler drops later.
        boolean isPossiblySmall =
                reading.bytes() < minBytes || reading.selection().limit() < minBytes / 8;
        return isPossiblySmall ? reading.inMemory(Math.min(minBytes, maxHeap / 3)) : Optional.empty();
    }

    /** Writes the text to a file; if that fails, warns and returns empty. */
    private Optional<CorpusFiles> write(Reading reading, Path file, String key) {
        try {
            Path parent = PathUtils.createParentDirectories(file);
            AtomicFile.sweep(parent);
            // If a signal ends the program while it writes, this deletes the temporary file, which may be large.
            Runtime.getRuntime().addShutdownHook(new Thread(() -> AtomicFile.sweep(parent)));
            AtomicFile.write(file, out -> {
                CacheFile.Writer writer = new CacheFile.Writer(out);
                try {
                    writer.writeIndex(key, reading.read(writer));
                } catch (FixedWidthText.WriteFailure e) {
                    throw e.getCause();
                }
            });
            return Optional.of(
                    stored(file, key).orElseThrow(() -> new IOException(file + " was replaced by another process")));
        } catch (IOException e) {
            String failed = e instanceof FileSystemException f ? f.getFile() + ": " : "";
            reading.listener()
                    .warn("the encoded corpus cannot be kept, so it is read into memory: " + failed + Reason.of(e)
                            + " (" + VARIABLE + " can name another folder, or none)");
            return Optional.empty();
        }
    }

    private UserError tooLarge() {
        String message = "corpus.path: the text does not fit into the %,d MB that Java may use, and cannot be kept"
                + " encoded in a folder: set %s to one with room for it, or give Java more memory with -Xmx";
        return new UserError(String.format(Locale.ROOT, message, maxHeap >> 20, VARIABLE));
    }
}
