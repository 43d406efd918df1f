import charrnn.corpus.Vocabulary;
import charrnn.sample.LogitsProcessor;
import charrnn.tools.constrain.CConstraints;
import charrnn.tools.constrain.Until;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Counts the characters of real C files, below a folder, that {@code --constrain c} would forbid at their positions.
 *
 * <pre>java -cp charrnn.jar bench/MaskedCharacters.java corpus/linux</pre>
 */
public final class MaskedCharacters {
    private MaskedCharacters() {}

    public static void main(String[] args) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(Path.of(args[0]))) {
            files = all.filter(file -> file.toString().matches(".*\\.[ch]")).toList();
        }
        long characters = 0;
        long masked = 0;
        for (Path file : files) {
            int[] text = Files.readString(file).codePoints().toArray();
            characters += text.length;
            masked += masked(text);
        }
        System.out.printf("%,d of %,d characters in %d files%n", masked, characters, files.size());
    }

    private static int masked(int[] text) {
        IntStream ascii = IntStream.range('\n', 127);
        Vocabulary vocabulary = new Vocabulary(
                IntStream.concat(ascii, IntStream.of(text)).distinct().boxed().toList());
        LogitsProcessor processor = new CConstraints(vocabulary, true, Until.LENGTH).create("", Integer.MAX_VALUE);
        int masked = 0;
        for (int codePoint : text) {
            float[] logProbabilities = new float[vocabulary.size()];
            processor.apply(logProbabilities);
            int index = vocabulary.indexOf(codePoint);
            masked += logProbabilities[index] == Float.NEGATIVE_INFINITY ? 1 : 0;
            processor.accept(index);
        }
        return masked;
    }
}
