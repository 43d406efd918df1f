package charrnn.corpus;

import charrnn.config.UserError;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/** The files in an archive. They are read where they lie; nothing is ever unpacked to the disk. */
abstract class ArchiveSource implements Source {
    /** The archive. */
    protected final Path archive;

    /** How much it may expand to. */
    protected final ArchiveLimits limits;

    private final String prefix;

    ArchiveSource(Path archive, String prefix, ArchiveLimits limits) {
        this.archive = archive;
        this.prefix = prefix;
        this.limits = limits;
    }

    /** The source for a file whose name ends like an archive's. */
    static Optional<Source> of(Path file, String prefix, ArchiveLimits limits) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".zip")) {
            return Optional.of(new ZipSource(file, prefix, limits));
        }
        for (TarSource.Packing packing : TarSource.Packing.values()) {
            if (packing.fits(name)) {
                return Optional.of(new TarSource(file, prefix, limits, packing));
            }
        }
        return Optional.empty();
    }

    @Override
    public void visit(FileFilter filter, Visitor visitor) {
        try {
            visitEntries(filter, visitor);
        } catch (UserError | EncodingFailed e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // Commons Compress answers some broken headers with unchecked exceptions.
            String why = Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName());
            throw new UserError(archive + ": cannot be read as an archive, or is damaged: " + why, e);
        }
    }

    @Override
    public void list(FileFilter filter, Lister lister) {
        lister.archive(archive);
    }

    abstract void visitEntries(FileFilter filter, Visitor visitor) throws IOException;

    /** Whether an entry is to be read. */
    boolean takes(String relativeName, FileFilter filter, Visitor visitor) {
        if (!filter.takes(relativeName, fullName(relativeName))) {
            return false;
        }
        if (relativeName.isEmpty()) {
            visitor.bad(archive.toString(), "it has an entry without a name");
            return false;
        }
        return visitor.wants(fullName(relativeName));
    }

    /** An entry's name as the globs see it. */
    static String relativeName(String entryName) {
        String name = entryName.replace('\\', '/');
        while (name.startsWith("./") || name.startsWith("/")) {
            name = name.substring(name.indexOf('/') + 1);
        }
        return name;
    }

    /** An entry's name in the corpus. */
    String fullName(String relativeName) {
        return prefix + relativeName;
    }
}
