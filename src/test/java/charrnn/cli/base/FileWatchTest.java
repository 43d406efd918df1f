package charrnn.cli.base;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.message.UserError;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
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

    /** Each change has one message. */
    @Test
    void changedFilesAreReadUntilItSucceeds() throws Exception {
        AtomicInteger checks = new AtomicInteger();
        CountDownLatch read = new CountDownLatch(4);
        watch.watch(() -> checks.getAndIncrement() < 2, () -> {
            read.countDown();
            switch ((int) read.getCount()) {
                case 3 -> throw new UserError("best.zip is no checkpoint");
                case 2 -> throw new OutOfMemoryError("for a test");
                case 1 -> throw new IllegalStateException("once more");
                default -> {}
            }
        });
        read.await();
        assertThat(faults)
                .containsExactly(
                        "best.zip is no checkpoint",
                        "changed files cannot be read: java.lang.OutOfMemoryError: for a test");
    }
}
