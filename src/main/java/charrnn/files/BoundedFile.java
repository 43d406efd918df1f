package charrnn.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads files of a run's folder, which somebody else may have made. */
public final class BoundedFile {
    private BoundedFile() {}

    /**
     * Reads a file.
     *
     * @throws IOException also if the file is not a regular one, which might never end, or is larger
     */
    public static byte[] read(Path file, int maxMebibytes) throws IOException {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new IOException("it is not a regular file");
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(maxMebibytes << 20);
            if (in.read() >= 0) {
                throw new IOException("it is larger than " + maxMebibytes + " MiB");
            }
            return content;
        }
    }

    /** Reads a text as {@link #read}; a {@link CharacterCodingException} says that it is not UTF-8. */
    public static String readString(Path file, int maxMebibytes) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(read(file, maxMebibytes));
        return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    }
}
