package charrnn.corpus;

import charrnn.config.UserError;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import org.apache.commons.io.input.BoundedInputStream;

/**
 * Limits of what an archive may expand to. A few kilobytes can expand to terabytes, and the sizes in an archive's header may
 * be wrong: so bytes are counted as they are decompressed.
 *
 * @param fileBytes most bytes of one file
 * @param totalBytes most bytes of all files, including those of a tar that are not taken
 */
record ArchiveLimits(long fileBytes, long totalBytes) {
    /** 64 MiB a file and 8 GiB in all; the whole kernel is 1.5 GB, its largest file 25 MB. */
    static final ArchiveLimits DEFAULT = new ArchiveLimits(64L << 20, 8L << 30);

    /** Memory for decompressing xz: xz -9 needs 65 MiB. */
    static final int XZ_MEMORY_KIB = 128 << 10;

    /** The stream of one file; reading too much of it is a user's error. */
    BoundedInputStream limitFile(InputStream in, Object archive, String name) throws IOException {
        return limit(
                in,
                fileBytes,
                String.format(
                        Locale.ROOT,
                        "%s: %s expands to more than %,d bytes, the limit for"
                                + " a file in an archive; unpack it yourself if you trust it",
                        archive,
                        name,
                        fileBytes));
    }

    /** A stream of the whole archive's content; reading too much of it is a user's error. */
    BoundedInputStream limitTotal(InputStream in, Object archive) throws IOException {
        return limit(in, totalBytes, tooBig(archive));
    }

    /** Checks the sum of the sizes that a directory of the archive gives; reading each file checks its size. */
    void checkTotal(long bytes, Object archive) {
        if (bytes > totalBytes) {
            throw new UserError(tooBig(archive));
        }
    }

    private String tooBig(Object archive) {
        return String.format(
                Locale.ROOT,
                "%s: expands to more than %,d bytes, the limit for an archive; unpack it yourself if you trust it",
                archive,
                totalBytes);
    }

    private static BoundedInputStream limit(InputStream in, long bytes, String message) throws IOException {
        return BoundedInputStream.builder()
                .setInputStream(in)
                // The stream reports the limit when more is read after this many bytes, even at its end.
                .setMaxCount(bytes + 1)
                .setOnMaxCount((max, count) -> {
                    throw new UserError(message);
                })
                .get();
    }
}
