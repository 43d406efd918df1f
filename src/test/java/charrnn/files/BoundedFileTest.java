package charrnn.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.RandomAccessFile;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BoundedFileTest {
    @Test
    void onlyRegularFilesUpToTheSizeAreRead(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("file");
        assertThatIOException().isThrownBy(() -> BoundedFile.read(file, 1)).isInstanceOf(NoSuchFileException.class);
        Files.write(file, new byte[1 << 20]);
        assertThat(BoundedFile.readString(file, 1)).hasSize(1 << 20);
        Files.write(file, new byte[] {'a', (byte) 0xff});
        assertThatIOException()
                .isThrownBy(() -> BoundedFile.readString(file, 1))
                .isInstanceOf(CharacterCodingException.class);
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(1L << 40);
        }
        assertThatIOException().isThrownBy(() -> BoundedFile.read(file, 2)).withMessage("it is larger than 2 MiB");
        Path endless = Files.createSymbolicLink(folder.resolve("link"), Path.of("/dev/zero"));
        assertThatIOException().isThrownBy(() -> BoundedFile.read(endless, 1)).withMessage("it is not a regular file");
    }
}
