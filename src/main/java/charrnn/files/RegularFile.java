package charrnn.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;

/** Opens regular files. */
public final class RegularFile {
    private RegularFile() {}

    /**
     * Opens a file for reading.
     *
     * @throws FileSystemException if it is anything else, such as a named pipe, whose opening may block forever
     */
    public static FileChannel open(Path file, OpenOption... options) throws IOException {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new FileSystemException(file.toString(), null, "it is not a regular file");
        }
        return FileChannel.open(file, options);
    }
}
