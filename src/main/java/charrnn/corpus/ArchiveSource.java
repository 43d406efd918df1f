package charrnn.corpus;

import charrnn.config.UserError;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/** An archive of files, which is read without unpacking it to the disk. */
abstract class ArchiveSource implements Source {
    private final Path archive;
    private final String prefix;

    /** Limits of its decompressed size. */
    final ArchiveLimits limits;

    ArchiveSource(Path archive, String prefix, ArchiveLimits limits) {
        this.archive = archive;
        this.prefix = prefix;
        this.limits = limits;
    }

    /** The source for a file; empty if its name does not end like an archive's. */
    static Optional<Source> of(Path file, String prefix, ArchiveLimits limits) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".zip")) {
            return Optional.of(new ZipSource(file, prefix, limits));
        }
        return name.matches(".*\\.(tar|tar\\.gz|tgz|tar\\.xz|txz)")
                ? Optional.of(new TarSource(file, prefix, limits))
                : Optional.empty();
    }

    @Override
    public String name() {
        return archive.toAbsolutePath().normalize().toString();
    }

    @Override
    public Path path() {
        return archive;
    }

    @Override
    public void read(CorpusReader reader) {
        try {
            readEntries(reader);
        } catch (UserError | FixedWidthWriter.Failed e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // Commons Compress throws unchecked exceptions on some broken headers.
            String why = Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName());
            throw new UserError(archive + ": cannot be read as an archive, or is damaged: " + why, e);
        }
    }

    abstract void readEntries(CorpusReader reader) throws IOException;

    /** Registers an entry if it is selected; returns whether it is to be read. */
    boolean register(String path, CorpusReader reader) {
        if (!reader.selects(path, name(path))) {
            return false;
        }
        if (path.isEmpty()) {
            reader.addBad(archive.toString(), "it has an entry without a name");
            return false;
        }
        return reader.register(name(path));
    }

    /** The path of an entry that globs are matched with. */
    static String path(String entryName) {
        String path = entryName.replace('\\', '/');
        while (path.startsWith("./") || path.startsWith("/")) {
            path = path.substring(path.indexOf('/') + 1);
        }
        return path;
    }

    /** An entry's name in the corpus. */
    String name(String path) {
        return prefix + path;
    }
}
