package charrnn.corpus;

import charrnn.config.UserError;
import charrnn.corpus.EncodingFile.Stamp;
import charrnn.files.AtomicFile;
import charrnn.files.Reason;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Keeps the encodings of large corpora in a folder, one file each. Small ones are read anew each time: that takes a
 * second, and leaves nothing behind.
 */
final class EncodingCache {
    /** Names the folder; empty, nothing is kept. */
    static final String VARIABLE = "CHARRNN_CACHE";

    private static final long LEAST_BYTES = 64L << 20;

    /** A file that changes twice within a tick of its clock looks unchanged; the coarsest clock, FAT's, ticks each 2 s. */
    private static final Duration SETTLING = Duration.ofSeconds(2);

    private static final int NAME_BYTES = 12;

    /** 256 MiB a mapping, twice that where characters take two bytes. */
    private static final int PAGE_BLOCKS = 4096;

    private final Optional<Path> folder;
    private final long leastBytes;
    private final long memory;
    private final Duration settling;
    private final int pageBlocks;

    /**
     * @param folder where the files lie, made when it is needed; empty to keep none
     * @param leastBytes what a corpus must come to
     * @param memory bytes that a text may take on the heap
     * @param settling how long before it is encoded a source must have been left alone for the encoding to be used again
     * @param pageBlocks blocks of 65,536 characters that are mapped together
     */
    EncodingCache(Optional<Path> folder, long leastBytes, long memory, Duration settling, int pageBlocks) {
        this.folder = folder;
        this.leastBytes = leastBytes;
        this.memory = memory;
        this.settling = settling;
        this.pageBlocks = pageBlocks;
    }

    /** In the folder that the environment names, or else in the user's folder for such things. */
    static EncodingCache ofUser() {
        return new EncodingCache(
                EncodingFolder.of(System.getenv(), System.getProperty("user.home")),
                LEAST_BYTES,
                Runtime.getRuntime().maxMemory() / 10 * 8,
                SETTLING,
                PAGE_BLOCKS);
    }

    /**
     * Reads the sources, or finds what was kept of them.
     *
     * @param selections gives what is read: one that has seen a reading which failed would read other files the next time
     * @throws UserError if a source cannot be read; or if the text fits neither the folder nor the memory
     */
    Encoding encode(List<Source> sources, Supplier<? extends Selection> selections, LoadListener listener) {
        Selection selection = selections.get();
        Instant begin = Instant.now();
        SourceFingerprint inventory = SourceFingerprint.of(sources, selection);
        if (folder.isEmpty()) {
            return inMemory(sources, selection, inventory, listener);
        }
        Path file = file(folder.get(), selection);
        boolean settled = !inventory.newest().toInstant().isAfter(begin.minus(settling));
        Optional<Encoding> known = read(file, Stamp.of(selection, inventory, true))
                .or(() -> inMemoryIfSmall(sources, selections.get(), inventory, listener));
        if (known.isPresent()) {
            return known.get();
        }
        try {
            Stamp stamp = Stamp.of(selection, inventory, settled);
            return write(sources, selection, file, stamp, progress(inventory, listener));
        } catch (IOException e) {
            String failed = e instanceof FileSystemException f ? f.getFile() + ": " : "";
            listener.warn("the encoded corpus cannot be kept, so it is read into memory: " + failed + Reason.of(e)
                    + " (" + VARIABLE + " can name another folder, or none)");
            return inMemory(sources, selections.get(), inventory, listener);
        }
    }

    /** What was kept of the sources and is still true. */
    Optional<Encoding> find(List<Source> sources, Selection selection) {
        return folder.map(f -> file(f, selection))
                .filter(Files::exists)
                .flatMap(file -> read(file, Stamp.of(selection, SourceFingerprint.of(sources, selection), true)));
    }

    /**
     * Encodes a small text in memory; empty if it is not small. The unpacked size of an archive is known only after
     * reading it.
     */
    private Optional<Encoding> inMemoryIfSmall(
            List<Source> sources, Selection selection, SourceFingerprint inventory, LoadListener listener) {
        // With a limit, files are encoded that stand behind it in the end: ln(corpus / limit) limits' worth of them.
        boolean mayBeSmall = inventory.bytes() < leastBytes || selection.limit() < leastBytes / 8;
        long most = Math.min(leastBytes, memory / 3);
        return mayBeSmall ? inMemory(sources, selection, progress(inventory, listener), most) : Optional.empty();
    }

    private static Path file(Path folder, Selection selection) {
        byte[] key = Sha256.digest().digest(selection.key().getBytes(StandardCharsets.UTF_8));
        return folder.resolve(HexFormat.of().formatHex(key, 0, NAME_BYTES) + ".corpus");
    }

    private Optional<Encoding> read(Path file, Stamp wanted) {
        return EncodingReader.read(file, wanted, pageBlocks);
    }

    private Encoding write(List<Source> sources, Selection selection, Path file, Stamp stamp, Encoder.Progress progress)
            throws IOException {
        Path made = file.resolveSibling("");
        if (!Files.isDirectory(made)) { // a link to a folder is one; createDirectories may not think so
            Files.createDirectories(made);
        }
        AtomicFile.sweep(made);
        // What a signal interrupts would otherwise lie there, at full size, until the next encoding.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> AtomicFile.sweep(made)));
        AtomicFile.write(file, out -> write(out, sources, selection, stamp, progress));
        return read(file, stamp.withoutSettling())
                .orElseThrow(() -> new IOException(file + " was replaced by another process"));
    }

    private static void write(
            OutputStream out, List<Source> sources, Selection selection, Stamp stamp, Encoder.Progress progress)
            throws IOException {
        EncodingWriter writer = new EncodingWriter(out, CodedTextWriter.SHIFT);
        CodedTextWriter text = new CodedTextWriter(CodedTextWriter.SHIFT, writer);
        Encoder encoder = new Encoder(selection, text, progress);
        try {
            encoder.read(sources);
        } catch (EncodingFailed e) {
            throw e.reason();
        }
        writer.finish(stamp, encoder.encoding(CodedText.of(List.of(), 0, 0)), text.length());
    }

    private static Encoder.Progress progress(SourceFingerprint inventory, LoadListener listener) {
        return new Encoder.Progress() {
            private long done;

            @Override
            public void read(long bytes) {
                done += bytes;
                listener.encoding(Math.min(done, inventory.bytes()), inventory.bytes());
            }
        };
    }

    private Encoding inMemory(
            List<Source> sources, Selection selection, SourceFingerprint inventory, LoadListener listener) {
        boolean fits = Math.min(inventory.unpacked(), selection.limit()) <= memory;
        Optional<Encoding> encoding =
                fits ? inMemory(sources, selection, progress(inventory, listener), memory) : Optional.empty();
        return encoding.orElseThrow(this::tooLarge);
    }

    private UserError tooLarge() {
        return new UserError(String.format(
                Locale.ROOT,
                "corpus.path: the text does not fit into the %,d MB that Java may use, and cannot be kept encoded in a folder:"
                        + " set %s to one with room for it, or give Java more memory with -Xmx",
                memory >> 20,
                VARIABLE));
    }

    /** Encodes the text in memory; empty if it takes more than {@code most} bytes. */
    private static Optional<Encoding> inMemory(
            List<Source> sources, Selection selection, Encoder.Progress progress, long most) {
        try {
            return Optional.of(Encoder.inMemory(sources, selection, progress, most));
        } catch (EncodingFailed | OutOfMemoryError e) {
            return Optional.empty();
        }
    }
}
