package charrnn.corpus;

import charrnn.config.UserError;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Locale;
import org.apache.commons.io.input.BoundedInputStream;

/**
 * Limits of the decompressed size of an archive. A few kilobytes can expand to terabytes, and the sizes in an archive's
 * header may be wrong, so decompressed bytes are counted while reading.
 *
 * @param fileBytes maximum size of one file, in bytes
 * @param totalBytes maximum size of all files, in bytes, including files of a tar that are not selected
 */
record ArchiveLimits(long fileBytes, long totalBytes) {
    /** 64 MiB per file and 8 GiB in all; the whole kernel has 1.5 GB, its largest file 25 MB. */
    static final ArchiveLimits DEFAULT = new ArchiveLimits(64L << 20, 8L << 30);

    /** Maximum memory for decompressing xz; xz -9 needs 65 MiB. */
    static final int XZ_MEMORY_KIB = 128 << 10;

    /** A stream of one file that throws a {@link UserError} if more than {@code fileBytes} are read. */
    BoundedInputStream limitFile(InputStream in, Path archive, String name) throws IOException {
        return limit(in, fileBytes, archive + ": " + name, "a file in an archive");
    }

    /**
     * A stream of the whole archive's content that throws a {@link UserError} if more than {@code totalBytes} are read.
     */
    BoundedInputStream limitTotal(InputStream in, Path archive) throws IOException {
        return limit(in, totalBytes, archive + ":", "an archive");
    }

    /** Checks the sum of the sizes in the archive's directory. */
    void checkTotal(long bytes, Path archive) {
        if (bytes > totalBytes) {
            throw tooLarge(archive + ":", totalBytes, "an archive");
        }
    }

    private static BoundedInputStream limit(InputStream in, long bytes, String what, String kind) throws IOException {
        return BoundedInputStream.builder()
                .setInputStream(in)
                // A read at this count calls back even at the end of the stream: a file of exactly the limit must pass.
                .setMaxCount(bytes + 1)
                .setOnMaxCount((max, count) -> {
                    throw tooLarge(what, bytes, kind);
                })
                .get();
    }

    private static UserError tooLarge(String what, long bytes, String kind) {
        return new UserError(String.format(
                Locale.ROOT,
                "%s expands to more than %,d bytes, the limit for %s; unpack it yourself if you trust it",
                what,
                bytes,
                kind));
    }
}
