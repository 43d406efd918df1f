package charrnn.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.config.CorpusConfig;
import charrnn.corpus.Split.Part;
import charrnn.corpus.Split.Piece;
import charrnn.fuzz.Refusals;
import charrnn.message.UserError;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;

/** Any files and recorded splits are refused with a readable message, or give their text and nothing else. */
class CorpusFuzzTest {
    /** No UTF-8 has this byte. */
    private static final int BETWEEN_FILES = 0xff;

    private static final int MOST_FILES = 5;

    /** The files that the seeds of {@link #split} name. */
    private static final Map<String, String> RECORDED = Map.of(
            "a.c",
            "int a;\n",
            "b.c",
            "int b(void)\n{\n\treturn 1;\n}\n",
            "d/e.h",
            "#define \u00dcBUNG \"\ud83d\ude00\"\n");

    @TempDir
    private Path folder;

    /** A byte of options; then files, with a byte 0xFF between two. */
    @FuzzTest
    void files(byte[] input) throws IOException {
        Map<String, byte[]> files = write(input);
        CorpusConfig config = config(input.length == 0 ? 0 : input[0], files.keySet());
        Corpus corpus;
        try {
            corpus = Corpus.load(config, Refusals::assertReadable);
        } catch (UserError e) {
            Refusals.assertReadable(e, "corpus.", "f", "no file in ");
            return;
        }
        assertMadeOf(files, corpus);
        if (config.maxChars() == 0) {
            assertThat(corpus.files()).isEqualTo(texts(files));
        }
        Split recorded = Split.fromJson(corpus.split().toJson());
        assertMadeOf(files, Corpus.load(config, Optional.of(recorded), Optional.empty(), Refusals::assertReadable));
    }

    private Map<String, byte[]> write(byte[] input) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        int from = 1;
        for (int end = 1; end <= input.length; end++) {
            boolean between =
                    end < input.length && (input[end] & 0xff) == BETWEEN_FILES && files.size() < MOST_FILES - 1;
            if (end == input.length || between) {
                String name = "f" + files.size() + ".c";
                files.put(name, Arrays.copyOfRange(input, from, end));
                Files.write(folder.resolve(name), files.get(name));
                from = end + 1;
            }
        }
        return files;
    }

    /** Two bits each for shares, limit and least count, and one for the vocabulary's size. */
    private CorpusConfig config(int options, Iterable<String> names) {
        List<Path> paths = new ArrayList<>();
        names.forEach(name -> paths.add(folder.resolve(name)));
        double[] validation = {0, 0.05, 0.5, 0.3};
        double[] test = {0, 0.05, 0.4, 0};
        return TestConfig.of(paths.toArray(Path[]::new))
                .shares(validation[options & 3], test[options & 3])
                .maxChars(new int[] {0, 1, 10, 100}[options >> 2 & 3])
                .vocabulary(new int[] {1, 2, 5, 1000}[options >> 4 & 3], (options >> 6 & 1) * 3)
                .build();
    }

    /** Number of different texts. */
    private static long texts(Map<String, byte[]> files) {
        return files.values().stream()
                .filter(CorpusFuzzTest::isText)
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .filter(text -> !text.isEmpty() && !text.equals("\uFEFF"))
                .distinct()
                .count();
    }

    private static boolean isText(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        return Arrays.equals(text.getBytes(StandardCharsets.UTF_8), bytes)
                && text.chars().noneMatch(c -> Character.isISOControl(c) && (c < '\t' || c > '\r'));
    }

    /** Each part is what its pieces of the files are when Java decodes them. */
    private static void assertMadeOf(Map<String, byte[]> files, Corpus corpus) {
        for (Part part : Part.values()) {
            StringBuilder expected = new StringBuilder();
            for (Piece piece : corpus.split().of(part)) {
                assertThat(files.get(piece.file())).as(piece.file()).satisfies(bytes -> assertThat(isText(bytes))
                        .isTrue());
                decoded(files.get(piece.file()))
                        .codePoints()
                        .skip(piece.from())
                        .limit(piece.chars())
                        .map(corpus.vocabulary()::indexOf)
                        .map(corpus.vocabulary()::codePoint)
                        .forEach(expected::appendCodePoint);
            }
            assertThat(Texts.of(corpus, part)).isEqualTo(expected.toString());
        }
    }

    private static String decoded(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    /** A glob, a line feed, and a name. */
    @FuzzTest
    void glob(byte[] input) {
        String[] lines = new String(input, StandardCharsets.UTF_8).split("\n", 2);
        try {
            Glob.compile("corpus.include", lines[0]).matches(lines.length == 1 ? "" : lines[1]);
        } catch (UserError e) {
            Refusals.assertReadable(e, "corpus.include: ");
        }
    }

    /** The JSON of a split, which may be one of the files above. */
    @FuzzTest
    void split(byte[] input) throws IOException {
        Corpus corpus;
        try {
            Split split = Split.fromJson(new String(input, StandardCharsets.UTF_8));
            assertRoundTrip(split);
            Texts.write(folder, RECORDED);
            corpus = Corpus.load(
                    TestConfig.of(folder).build(), Optional.of(split), Optional.empty(), Refusals::assertReadable);
        } catch (UserError e) {
            Refusals.assertReadable(e, "split: ", "corpus.");
            return;
        }
        Map<String, byte[]> files = new LinkedHashMap<>();
        RECORDED.forEach((name, text) -> files.put(name, text.getBytes(StandardCharsets.UTF_8)));
        assertMadeOf(files, corpus);
    }

    private static void assertRoundTrip(Split split) {
        try {
            assertThat(Split.fromJson(split.toJson())).isEqualTo(split);
        } catch (UserError e) {
            throw new AssertionError("what was written is not read", e);
        }
    }
}
