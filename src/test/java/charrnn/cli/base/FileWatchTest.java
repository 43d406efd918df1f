package charrnn.cli.base;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.message.UserError;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileWatchTest {
    @TempDir
    private Path folder;

    private final List<String> faults = new CopyOnWriteArrayList<>();
    private final FileWatch watch = new FileWatch(faults::add);

    @AfterEach
    void close() {
        watch.close();
    }

    /** Replaces a file by a renamed one, as a training does. */
    private Path replace(String content) throws Exception {
        Path temporary = Files.writeString(folder.resolve("temporary"), content);
        return Files.move(temporary, folder.resolve("best.zip"), StandardCopyOption.REPLACE_EXISTING);
    }

    @Test
    void aFileThatIsReplacedHasChangedOnceAndAnAbsentOneHasNot() throws Exception {
        Path file = replace("1");
        BooleanSupplier changes = FileWatch.changes(file);
        assertThat(changes.getAsBoolean()).isFalse();
        replace("2");
        assertThat(changes.getAsBoolean()).isTrue();
        assertThat(changes.getAsBoolean()).isFalse();
        Files.delete(file);
        assertThat(changes.getAsBoolean()).isFalse();
        replace("3");
        assertThat(changes.getAsBoolean()).isTrue();
    }

    @Test
    void faultsAreReportedAndTheWatchGoesOn() throws Exception {
        AtomicInteger reads = new AtomicInteger();
        watch.watch(() -> true, () -> {
            if (reads.incrementAndGet() == 1) {
                throw new UserError("best.zip is no checkpoint");
            }
            throw new IllegalStateException("a bug");
        });
        while (faults.size() < 2) {
            Thread.onSpinWait();
        }
        assertThat(faults)
                .startsWith(
                        "best.zip is no checkpoint",
                        "changed files cannot be read: java.lang.IllegalStateException: a bug");
    }
}
