package charrnn.tools.adapt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import charrnn.config.ConfigLoader;
import charrnn.config.CorpusConfig;
import charrnn.config.UserError;
import charrnn.corpus.EncodedText;
import charrnn.corpus.ProjectFiles;
import charrnn.corpus.ProjectFiles.ProjectText;
import charrnn.corpus.ProjectFiles.SourceFile;
import charrnn.corpus.Vocabulary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectIndexTest {
    private static final Vocabulary VOCABULARY =
            new Vocabulary("abcdefgh \n".codePoints().boxed().toList());
    private static final CorpusConfig CONFIG =
            ConfigLoader.parse("", "test", List.of()).corpus();

    @TempDir
    private Path folder;

    private final List<String> filesRead = new ArrayList<>();
    private Instant time = Instant.parse("2026-01-01T00:00:00Z");

    /** Reads with a cache alone. */
    private final ProjectIndex.Reader reader = new ProjectIndex.Reader() {
        @Override
        public ProjectText read(List<SourceFile> files, Collection<String> known) {
            files.forEach(file -> filesRead.add(file.path().getFileName().toString()));
            return ProjectFiles.read(files, known, VOCABULARY, done -> {}, warning -> {});
        }

        @Override
        public void learn(ContextMixer cache, EncodedText text) {
            cache.readQuickly(text, text.length(), done -> {});
        }
    };

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve("project").resolve(name);
        Files.createDirectories(file.resolveSibling(""));
        Files.writeString(file, text);
        time = time.plusSeconds(1);
        Files.setLastModifiedTime(file, FileTime.from(time));
    }

    private boolean update(ProjectIndex index) {
        filesRead.clear();
        return index.update(ProjectFiles.find(List.of(folder.resolve("project")), CONFIG, warning -> {}), reader);
    }

    private ProjectIndex indexOf(String... texts) throws IOException {
        for (int i = 0; i < texts.length; i++) {
            write(i + ".c", texts[i]);
        }
        ProjectIndex index = new ProjectIndex(VOCABULARY);
        assertThat(update(index)).isTrue();
        return index;
    }

    private static String random(int length, long seed) {
        int[] text = new Random(seed).ints(length, 1, VOCABULARY.size()).toArray();
        return VOCABULARY.decode(text);
    }

    private static List<ContextMixer.Cost> costs(ContextMixer cache, String text) {
        float[] network = new float[VOCABULARY.size()];
        Arrays.fill(network, 1f / network.length);
        ContextMixer copy = cache.copy();
        return Arrays.stream(VOCABULARY.encode(text))
                .mapToObj(symbol -> copy.code(symbol, network, 0))
                .toList();
    }

    private static double bits(ProjectIndex index, String text) {
        return costs(index.cache(), text).stream()
                        .mapToDouble(ContextMixer.Cost::cache)
                        .average()
                        .orElseThrow()
                / Math.log(2);
    }

    private byte[] bytes(ProjectIndex index) throws IOException {
        Path file = folder.resolve("bytes.index");
        index.write(file);
        return Files.readAllBytes(file);
    }

    @Test
    void readsNothingIfNothingHasChanged() throws IOException {
        ProjectIndex index = indexOf(random(500, 1), random(500, 2));
        assertThat(filesRead).containsExactlyInAnyOrder("0.c", "1.c");
        assertThat(update(index)).isFalse();
        assertThat(filesRead).isEmpty();
        assertThat(index.files()).isEqualTo(2);
        assertThat(index.chars()).isEqualTo(1000);
    }

    @Test
    void readsChangedAndNewFilesOnlyAndKeepsTheOldText() throws IOException {
        ProjectIndex index = indexOf(random(500, 1), random(500, 2));
        write("1.c", random(400, 3));
        write("2.c", random(300, 4));
        assertThat(bits(index, random(400, 3))).isGreaterThan(2.5);
        assertThat(update(index)).isTrue();
        assertThat(filesRead).containsExactlyInAnyOrder("1.c", "2.c");
        assertThat(bits(index, random(400, 3))).isLessThan(1);
        assertThat(bits(index, random(500, 2))).isLessThan(1);
        assertThat(index.files()).isEqualTo(3);
        assertThat(index.chars()).isEqualTo(1700);
        assertThat(index.outdatedChars()).isEqualTo(500);
    }

    @Test
    void aMovedOrTouchedFileIsNotLearnedAgain() throws IOException {
        ProjectIndex index = indexOf(random(500, 1), random(500, 2));
        write("0.c", random(500, 1));
        Files.move(folder.resolve("project/1.c"), folder.resolve("project/moved.c"));
        assertThat(update(index)).isTrue();
        assertThat(filesRead).containsExactlyInAnyOrder("0.c", "moved.c");
        assertThat(index.chars()).isEqualTo(1000);
        assertThat(index.outdatedChars()).isZero();
        assertThat(update(index)).isFalse();
    }

    @Test
    void aFileThatMayStillChangeUnnoticedIsReadAgain() throws IOException {
        ProjectIndex index = indexOf(random(500, 1), random(500, 2));
        Files.setLastModifiedTime(folder.resolve("project/0.c"), FileTime.from(Instant.now()));
        for (int i = 0; i < 2; i++) {
            assertThat(update(index)).isTrue();
            assertThat(filesRead).containsExactly("0.c");
        }
    }

    /** The index is then the same as a new one. */
    @Test
    void anIndexThatIsMostlyOutdatedIsBuiltAgain() throws IOException {
        ProjectIndex index = indexOf(random(500, 1), random(500, 2), random(300, 3));
        write("0.c", random(200, 4));
        update(index);
        assertThat(index.outdatedChars()).isEqualTo(500);
        Files.delete(folder.resolve("project/1.c"));
        assertThat(update(index)).isTrue();
        assertThat(index.outdatedChars()).isZero();
        assertThat(index.chars()).isEqualTo(500);
        ProjectIndex other = new ProjectIndex(VOCABULARY);
        update(other);
        assertThat(bytes(index)).isEqualTo(bytes(other));
    }

    @Test
    void anIndexThatOutgrowsItsTablesIsBuiltAgain() throws IOException {
        ProjectIndex index = indexOf(random(500, 1));
        int capacity = index.cache().capacity();
        write("1.c", random(capacity, 2));
        update(index);
        assertThat(filesRead).contains("0.c");
        assertThat(index.cache().capacity()).isGreaterThan(capacity + 500);
    }

    @Test
    void aLoadedIndexPredictsAndContinuesAsTheWrittenOne() throws IOException {
        ProjectIndex index = indexOf(random(3000, 1), random(500, 2));
        byte[] written = bytes(index);
        ProjectIndex loaded = ProjectIndex.read(folder.resolve("bytes.index"), VOCABULARY);
        assertThat(bytes(loaded)).isEqualTo(written);
        String next = random(3000, 1).substring(1000) + random(500, 5);
        assertThat(costs(loaded.cache(), next)).isEqualTo(costs(index.cache(), next));
        assertThat(update(loaded)).isFalse();
        write("2.c", random(700, 6));
        assertThat(update(index)).isTrue();
        assertThat(update(loaded)).isTrue();
        assertThat(bytes(loaded)).isEqualTo(bytes(index));
    }

    /** Each damage is noticed: the file has a checksum. Before it is compared, no value of the file does harm. */
    @Test
    void aDamagedFileIsAMistake() throws IOException {
        byte[] bytes = bytes(indexOf(random(300, 1)));
        Random random = new Random(7);
        Path file = folder.resolve("damaged.index");
        for (int i = 0; i < 80; i++) {
            int head = 300; // bytes before the tables, about
            byte[] damaged = Arrays.copyOf(bytes, i % 4 == 0 ? 8 + random.nextInt(bytes.length - 8) : bytes.length);
            int at = 8 + random.nextInt((i % 2 == 0 ? bytes.length : head) - 8);
            if (at < damaged.length) {
                damaged[at] ^= (byte) (1 << random.nextInt(8));
            }
            Files.write(file, damaged);
            assertThatThrownBy(() -> ProjectIndex.read(file, VOCABULARY))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("damaged.index")
                    .hasMessageContaining("charrnn index --rebuild");
        }
    }

    @Test
    void anotherFileIsNoIndex() throws IOException {
        ProjectIndex index = indexOf(random(300, 1));
        Path file = folder.resolve("a.index");
        for (String content : List.of("", "short", "int main(void)\n{\n}\n")) {
            Files.writeString(file, content);
            assertThat(ProjectIndex.isIndex(file)).isFalse();
            assertMistake(file, VOCABULARY, "is no index");
        }
        index.write(file);
        assertThat(ProjectIndex.isIndex(file)).isTrue();
        Vocabulary other = new Vocabulary(List.of((int) 'x'));
        assertMistake(file, other, "another vocabulary");
        byte[] newer = Files.readAllBytes(file);
        newer[7]++;
        Files.write(file, newer);
        assertThat(ProjectIndex.isIndex(file)).isTrue();
        assertMistake(file, VOCABULARY, "another version");
        assertMistake(folder.resolve("gone"), VOCABULARY, "does not exist");
    }

    private static void assertMistake(Path file, Vocabulary vocabulary, String message) {
        assertThatThrownBy(() -> ProjectIndex.read(file, vocabulary))
                .isInstanceOf(UserError.class)
                .hasMessageContaining(message);
    }
}
