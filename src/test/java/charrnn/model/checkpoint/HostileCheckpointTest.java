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
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Damaged and malicious files are refused in one line, or read correctly, without a large allocation. */
class HostileCheckpointTest {
    private static final byte[] ZIP = Zips.of(Samples.full());

    /** Bytes of zeros in a zip bomb, more than {@link #assertRefusedCheaply} allows to be allocated. */
    private static final int BOMB = 48 << 20;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final Path file;

    HostileCheckpointTest(@TempDir Path folder) {
        file = folder.resolve("stranger.zip");
    }

    /** Changes bytes of the file, or of an entry with its checksum; {@link CheckpointFuzzTest} searches further. */
    @Test
    void changedBytesAreRefusedOrReadAsACheckpoint() throws Exception {
        int read = 0;
        for (int seed = 0; seed < 1000; seed++) {
            Random random = new Random(seed);
            EntryName name = EntryName.values()[random.nextInt(EntryName.values().length)];
            boolean ofEntry = random.nextBoolean();
            byte[] bytes = ofEntry ? Zips.entry(ZIP, name.path) : ZIP.clone();
            for (int i = random.nextInt(4); i >= 0; i--) {
                bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            }
            byte[] cut = random.nextInt(8) > 0 ? bytes : Arrays.copyOf(bytes, random.nextInt(bytes.length));
            byte[] zip = ofEntry ? Zips.with(ZIP, name.path, cut) : cut;
            Optional<byte[]> again = CheckpointFuzzTest.assertReadsOrRefuses(file, zip);
            if (again.isPresent() && !ofEntry) {
                assertThat(again).as("seed %d", seed).hasValue(ZIP);
            }
            read += again.isPresent() ? 1 : 0;
        }
        assertThat(read).as("some changes, like another seed, are no damage").isBetween(1, 500);
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
