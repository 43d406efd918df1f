package charrnn.model.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import charrnn.message.UserError;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Damaged and malicious files are refused in one line, or read correctly, without a large allocation. */
class HostileCheckpointTest {
    private static final byte[] ZIP = Zips.of(Samples.full());

    /** {@code -Dcharrnn.mutations=100000} for a longer search. */
    private static final int MUTATIONS = Integer.getInteger("charrnn.mutations", 1000);

    /** Bytes of zeros in a zip bomb, more than {@link #assertRefusedCheaply} allows to be allocated. */
    private static final int BOMB = 48 << 20;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final Path file;

    HostileCheckpointTest(@TempDir Path folder) {
        file = folder.resolve("stranger.zip");
    }

    @Test
    void mutatedCheckpointsAreRefusedOrReadAsTheyAre() throws Exception {
        List<byte[]> written = Samples.all().stream().map(Zips::of).toList();
        List<byte[]> bases = new ArrayList<>(written);
        written.forEach(zip -> bases.add(Zips.zip(Zips.entries(zip))));
        int read = 0;
        long heap = 0;
        for (int seed = 0; seed < MUTATIONS; seed++) {
            Mutator mutator = new Mutator(bases, seed);
            Optional<byte[]> again;
            try {
                again = CheckpointFuzzTest.assertReadsOrRefuses(file, mutator.next());
            } catch (Throwable e) {
                throw new AssertionError("seed " + seed, e);
            }
            if (again.isPresent() && mutator.keptContents()) {
                assertThat(written).as("seed %d reads as one of these", seed).contains(again.get());
            }
            read += again.isPresent() ? 1 : 0;
            heap = seed == MUTATIONS / 4 ? usedHeap() : heap;
        }
        System.err.printf("%d mutated checkpoints: %d refused, %d read%n", MUTATIONS, MUTATIONS - read, read);
        assertThat(read).as("some changes, like another seed, are no damage").isBetween(1, MUTATIONS / 2);
        assertThat(usedHeap()).as("heap stays flat").isLessThan(heap + (16 << 20));
    }

    private static long usedHeap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    @ParameterizedTest
    @EnumSource(EntryName.class)
    void zipBombWithItsSizeOrAFalseOneIsRefusedCheaply(EntryName name) throws Exception {
        byte[] bomb = Zips.with(ZIP, name.path, new byte[BOMB]);
        assertRefusedCheaply(bomb);
        int honest = Zips.entry(ZIP, name.path).length;
        assertRefusedCheaply(replaced(bomb, BOMB, honest));
    }

    @Test
    void manySmallZipBombsAreRefusedCheaply() throws Exception {
        Map<String, byte[]> bombs = Zips.entries(ZIP);
        for (int i = 0; i < 5000; i++) {
            bombs.put("bomb" + i, new byte[BOMB / 5000]);
        }
        assertRefusedCheaply(Zips.zip(bombs));
        Map<String, byte[]> entries = Zips.entries(ZIP);
        for (EntryName name : EntryName.values()) {
            entries.put(name.path, new byte[Math.min(name.maxBytes, BOMB / EntryName.values().length)]);
        }
        assertRefusedCheaply(Zips.zip(entries));
    }

    /** Replaces a number in all headers. */
    private static byte[] replaced(byte[] zip, int old, int other) {
        ByteBuffer bytes = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i + 4 <= zip.length; i++) {
            if (bytes.getInt(i) == old) {
                bytes.putInt(i, other);
            }
        }
        return zip;
    }

    @Test
    void hugeNetworkIsNotBuilt() throws Exception {
        String json = Zips.text(ZIP, EntryName.CONFIGURATION)
                .replace("\"nout\" : 5", "\"nout\" : 8192")
                .replace("\"nin\" : 5", "\"nin\" : 8192");
        assertRefusedCheaply(Zips.with(ZIP, EntryName.CONFIGURATION.path, json.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void deeplyNestedJsonIsRefusedCheaply() throws Exception {
        byte[] deep = new byte[1 << 20];
        Arrays.fill(deep, (byte) '[');
        assertRefusedCheaply(Zips.with(ZIP, EntryName.CONFIGURATION.path, deep));
        assertRefusedCheaply(Zips.with(ZIP, EntryName.PROGRESS.path, Arrays.copyOf(deep, 60_000)));
    }

    @Test
    void fileLargerThanTheMemoryIsNotRead() throws Exception {
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(1L << 40);
        }
        assertThatThrownBy(() -> CheckpointReader.read(file, false))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("needs 1048576 MiB of memory, more than the ");
    }

    private void assertRefusedCheaply(byte[] bytes) throws IOException {
        Files.write(file, bytes);
        long allocated = THREADS.getCurrentThreadAllocatedBytes();
        assertThatThrownBy(() -> CheckpointReader.read(file, true))
                .isInstanceOf(UserError.class)
                .message()
                .hasLineCount(1);
        assertThat(THREADS.getCurrentThreadAllocatedBytes() - allocated).isLessThan(32 << 20);
    }
}
