package charrnn.model.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.fuzz.Refusals;
import charrnn.message.UserError;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.MethodSource;

/** Any bytes are refused in one readable line, or read as a checkpoint that can be saved. */
class CheckpointFuzzTest {
    private static final List<byte[]> BASES =
            Samples.all().stream().map(Zips::of).toList();

    private static final byte[] FULL = BASES.get(0);

    private static final long MOST_ALLOCATED = 64L << 20;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final Path file;

    CheckpointFuzzTest(@TempDir Path folder) {
        file = folder.resolve("hostile.zip");
    }

    static Stream<byte[]> bases() {
        return BASES.stream();
    }

    /** A whole file. */
    @MethodSource("bases")
    @FuzzTest
    void checkpoint(byte[] input) throws IOException {
        assertReadsOrRefuses(file, input);
    }

    static Stream<byte[]> entries() {
        return Stream.of(EntryName.values()).map(name -> {
            byte[] content = Zips.entry(FULL, name.path);
            byte[] input = new byte[1 + content.length];
            input[0] = (byte) name.ordinal();
            System.arraycopy(content, 0, input, 1, content.length);
            return input;
        });
    }

    /** The number of an entry, and its content in an otherwise sound checkpoint. */
    @MethodSource("entries")
    @FuzzTest
    void checkpointEntry(byte[] input) throws IOException {
        if (input.length > 0) {
            EntryName name = EntryName.values()[(input[0] & 0xff) % EntryName.values().length];
            assertReadsOrRefuses(file, Zips.with(FULL, name.path, Arrays.copyOfRange(input, 1, input.length)));
        }
    }

    /** Returns the checkpoint that was read, as it is written again; empty if the file is refused. */
    static Optional<byte[]> assertReadsOrRefuses(Path file, byte[] zip) throws IOException {
        long allocated = THREADS.getCurrentThreadAllocatedBytes();
        Files.write(file, zip);
        Optional<byte[]> again = Optional.empty();
        try {
            again = Optional.of(Zips.of(CheckpointReader.read(file, true)));
        } catch (UserError e) {
            assertThat(e.messages()).hasSize(1);
            Refusals.assertReadable(e, file.toString());
        }
        if (again.isPresent()) {
            assertThat(readAgain(file, again.get())).isEqualTo(again.get());
        }
        assertThat(THREADS.getCurrentThreadAllocatedBytes() - allocated).isLessThan(MOST_ALLOCATED);
        return again;
    }

    private static byte[] readAgain(Path file, byte[] zip) throws IOException {
        Files.write(file, zip);
        try {
            return Zips.of(CheckpointReader.read(file, true));
        } catch (UserError e) {
            throw new AssertionError("what was written is not read", e);
        }
    }
}
