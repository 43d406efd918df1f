package charrnn.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import charrnn.config.CorpusConfig;
import charrnn.corpus.Split.Part;
import charrnn.corpus.Split.Piece;
import charrnn.message.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Writes files, loads corpora and decodes their texts. */
final class Texts {
    private Texts() {}

    static Path write(Path folder, String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    static void write(Path folder, Map<String, String> files) throws IOException {
        for (Map.Entry<String, String> file : files.entrySet()) {
            write(folder, file.getKey(), file.getValue());
        }
    }

    /** Replaces a file by a named pipe. */
    static void makePipe(Path file) throws IOException {
        Files.delete(file);
        Process made = new ProcessBuilder("mkfifo", file.toString()).start();
        assertThat(made.onExit().join().exitValue()).isZero();
    }

    /** Similar lines of C, which differ in their numbers. */
    static String lines(int number, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "int f" + number + "_" + i + "(void) { return " + i + "; }\n")
                .collect(Collectors.joining());
    }

    /** Files of different sizes, from 1 to about {@code max} lines, named f000.c and so on. */
    static void writeMany(Path folder, int count, int max, long seed) throws IOException {
        Random random = new Random(seed);
        for (int i = 0; i < count; i++) {
            write(folder, String.format("d%d/f%03d.c", i % 3, i), lines(i, 1 + random.nextInt(max)));
        }
    }

    /** Loads a corpus; fails on a warning. */
    static Corpus load(TestConfig config) {
        return Corpus.load(config.build(), warning -> {
            throw new AssertionError("unexpected warning: " + warning);
        });
    }

    /** Loads a corpus and returns the warnings. */
    static List<String> warningsOf(CorpusConfig config) {
        List<String> warnings = new ArrayList<>();
        Corpus.load(config, warnings::add);
        return warnings;
    }

    /** The messages by which a corpus is refused, without a warning. */
    static List<String> mistakesOf(TestConfig config) {
        UserError error = catchThrowableOfType(UserError.class, () -> load(config));
        assertThat(error).as("the error").isNotNull();
        return error.messages();
    }

    /** Both corpora have the same texts, vocabulary and split. */
    static void assertSame(Corpus actual, Corpus expected) {
        assertThat(train(actual)).isEqualTo(train(expected));
        assertThat(validation(actual)).isEqualTo(validation(expected));
        assertThat(test(actual)).isEqualTo(test(expected));
        assertThat(actual.vocabulary()).isEqualTo(expected.vocabulary());
        assertThat(actual.split()).isEqualTo(expected.split());
    }

    static String decode(Vocabulary vocabulary, EncodedText text) {
        return vocabulary.decode(text.read(0, (int) text.length()));
    }

    static String of(Corpus corpus, Part part) {
        return decode(corpus.vocabulary(), corpus.text(part));
    }

    static String train(Corpus corpus) {
        return of(corpus, Part.TRAIN);
    }

    static String validation(Corpus corpus) {
        return of(corpus, Part.VALIDATION);
    }

    static String test(Corpus corpus) {
        return of(corpus, Part.TEST);
    }

    /** Names of the files in use, sorted. */
    static List<String> names(Corpus corpus) {
        return corpus.split().pieces().stream()
                .map(Piece::file)
                .distinct()
                .sorted()
                .toList();
    }

    static List<String> names(Corpus corpus, Part part) {
        return corpus.split().of(part).stream().map(Piece::file).toList();
    }
}
