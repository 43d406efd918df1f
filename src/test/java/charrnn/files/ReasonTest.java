package charrnn.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

class ReasonTest {
    @Test
    void reasonDoesNotNameTheExceptionClass() {
        assertThat(Reason.of(new AccessDeniedException("a.c"))).isEqualTo("permission is denied");
        assertThat(Reason.of(new NoSuchFileException("a.c"))).isEqualTo("it does not exist");
        assertThat(Reason.of(new FileAlreadyExistsException("a.c"))).isEqualTo("a file of that name exists");
        assertThat(Reason.of(new FileSystemException("a.c", null, "Stale file handle")))
                .isEqualTo("Stale file handle");
        assertThat(Reason.of(new IOException("Input/output error"))).isEqualTo("Input/output error");
        assertThat(Reason.of(new IOException())).isEqualTo("IOException");
    }
}
