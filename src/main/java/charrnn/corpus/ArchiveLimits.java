package charrnn.corpus;

import charrnn.config.UserError;
import java.io.IOException;
import java.io.InputStream;
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
    /** 64 MiB a file and 8 GiB in all; the whole kernel is 1.5 GB, its largest file 25 MB. */
    static final ArchiveLimits DEFAULT = new ArchiveLimits(64L << 20, 8L << 30);

    /** Maximum memory for decompressing xz; xz -9 needs 65 MiB. */
    static final int XZ_MEMORY_KIB = 128 << 10;

    /** A stream of one file that throws a {@link UserError} if more than {@code fileBytes} are read. */
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

    /**
     * A stream of the whole archive's content that throws a {@link UserError} if more than {@code totalBytes} are read.
     */
    BoundedInputStream limitTotal(InputStream in, Object archive) throws IOException {
        return limit(in, totalBytes, tooBig(archive));
    }

    /** Checks the sum of the sizes in the archive's directory. */
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
                // The stream calls back on the read after this many bytes, even at the end of the stream.
                .setMaxCount(bytes + 1)
                .setOnMaxCount((max, count) -> {
                    throw new UserError(message);
                })
                .get();
    }
}
