package charrnn.model.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import charrnn.fuzz.Refusals;
import charrnn.message.UserError;
import com.code_intelligence.jazzer.junit.FuzzTest;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Damaged and hostile files are refused in one readable line, or read as a checkpoint that can be saved, without a large allocation. */
class CheckpointFuzzTest {
    private static final List<byte[]> BASES =
            Samples.all().stream().map(Zips::of).toList();

    private static final byte[] FULL = BASES.get(0);
    private static final long MOST_ALLOCATED = 64L << 20;

    /** Bytes of zeros in a zip bomb, more than {@link #assertRefusedCheaply} allows to be allocated. */
    private static final int BOMB = 48 << 20;

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
        assertReadsOrRefuses(input);
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
            assertReadsOrRefuses(Zips.with(FULL, name.path, Arrays.copyOfRange(input, 1, input.length)));
        }
    }

    /** Returns the checkpoint that was read, as it is written again; empty if the file is refused. */
    private Optional<byte[]> assertReadsOrRefuses(byte[] zip) throws IOException {
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
            assertThat(readAgain(again.get())).isEqualTo(again.get());
        }
        assertThat(THREADS.getCurrentThreadAllocatedBytes() - allocated).isLessThan(MOST_ALLOCATED);
        return again;
    }

    private byte[] readAgain(byte[] zip) throws IOException {
        Files.write(file, zip);
        try {
            return Zips.of(CheckpointReader.read(file, true));
        } catch (UserError e) {
            throw new AssertionError("what was written is not read", e);
        }
    }

    /** Changes bytes of the file, or of an entry with its checksum. */
    @Test
    void changedBytesAreRefusedOrReadAsACheckpoint() throws Exception {
        int read = 0;
        for (int seed = 0; seed < 400; seed++) {
            Random random = new Random(seed);
            EntryName name = EntryName.values()[random.nextInt(EntryName.values().length)];
            boolean ofEntry = random.nextBoolean();
            byte[] bytes = ofEntry ? Zips.entry(FULL, name.path) : FULL.clone();
            for (int i = random.nextInt(4); i >= 0; i--) {
                bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            }
            byte[] cut = random.nextInt(8) > 0 ? bytes : Arrays.copyOf(bytes, random.nextInt(bytes.length));
            byte[] zip = ofEntry ? Zips.with(FULL, name.path, cut) : cut;
            Optional<byte[]> again = assertReadsOrRefuses(zip);
            if (again.isPresent() && !ofEntry) {
                assertThat(again).as("seed %d", seed).hasValue(FULL);
            }
            read += again.isPresent() ? 1 : 0;
        }
        assertThat(read).as("some changes, like another seed, are no damage").isBetween(1, 200);
    }

    @ParameterizedTest
    @EnumSource(EntryName.class)
    void zipBombWithItsSizeOrAFalseOneIsRefusedCheaply(EntryName name) throws Exception {
        byte[] bomb = Zips.with(FULL, name.path, new byte[BOMB]);
        assertRefusedCheaply(bomb);
        byte[] disguised = replaced(bomb, BOMB, Zips.entry(FULL, name.path).length);
        if (name == EntryName.CONFIGURATION) { // which is not unpacked
            assertThat(assertReadsOrRefuses(disguised)).hasValue(FULL);
        } else {
            assertRefusedCheaply(disguised);
        }
    }

    @Test
    void manySmallZipBombsAreRefusedCheaply() throws Exception {
        Map<String, byte[]> bombs = Zips.entries(FULL);
        for (int i = 0; i < 5000; i++) {
            bombs.put("bomb" + i, new byte[BOMB / 5000]);
        }
        assertRefusedCheaply(Zips.zip(bombs));
        Map<String, byte[]> entries = Zips.entries(FULL);
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
        String yaml = Zips.text(FULL, EntryName.CONFIG).replace("[5, 4]", "[8192, 8192]");
        assertRefusedCheaply(Zips.with(FULL, EntryName.CONFIG.path, yaml.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void deeplyNestedTextIsRefusedCheaply() throws Exception {
        byte[] deep = new byte[1 << 20];
        Arrays.fill(deep, (byte) '[');
        assertRefusedCheaply(Zips.with(FULL, EntryName.CONFIG.path, deep));
        assertRefusedCheaply(Zips.with(FULL, EntryName.PROGRESS.path, Arrays.copyOf(deep, 60_000)));
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
