package charrnn.corpus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.apache.commons.io.FileUtils;

/**
 * Not a test, as it takes half a gigabyte of disk: loads a big synthetic corpus in a small heap and tells the figures.
 *
 * <pre>java -Xmx1400m -cp target/test-classes:charrnn.jar charrnn.corpus.LargeCorpusCheck 500 [--one-file] [--wide]</pre>
 *
 * The first argument is the size in MB; {@code --one-file} writes it as a single file, {@code --wide} uses 600 different
 * characters beyond ASCII, evenly spread, so that most blocks need two bytes a character.
 */
final class LargeCorpusCheck {
    private static final int FILE_CHARS = 20_000;

    private LargeCorpusCheck() {}

    public static void main(String[] args) throws IOException {
        long chars = Long.parseLong(args[0]) * 1_000_000;
        List<String> flags = List.of(args);
        Path folder = Files.createTempDirectory("charrnn-large");
        try {
            write(folder, chars, flags.contains("--one-file"), flags.contains("--wide"));
            measure(folder);
        } finally {
            FileUtils.deleteDirectory(folder.toFile());
        }
    }

    private static void measure(Path folder) {
        long start = System.nanoTime();
        Corpus corpus = Corpus.load(TestConfig.of(folder).build(), System.out::println);
        double seconds = (System.nanoTime() - start) / 1e9;
        Runtime runtime = Runtime.getRuntime();
        System.gc();
        long live = runtime.totalMemory() - runtime.freeMemory();
        System.out.println(corpus.summary().text());
        double chars = corpus.summary().chars();
        System.out.printf(
                Locale.ROOT,
                "%.1f s; loaded within %.2f bytes of heap a character; the corpus itself takes %.2f%n",
                seconds,
                runtime.maxMemory() / chars,
                live / chars);
    }

    private static void write(Path folder, long chars, boolean oneFile, boolean wide) throws IOException {
        Random random = new Random(1);
        StringBuilder text = new StringBuilder();
        for (long file = 0; file * FILE_CHARS < chars; file++) {
            text.setLength(0);
            while (text.length() < FILE_CHARS) {
                int symbol = wide && random.nextInt(4) > 0 ? 0x4E00 + random.nextInt(600) : ' ' + random.nextInt(95);
                text.append(text.length() % 40 == 39 ? '\n' : (char) symbol);
            }
            Path path = folder.resolve(oneFile ? "all.c" : "d" + file % 100 + "/f" + file + ".c");
            FileUtils.writeStringToFile(path.toFile(), text.toString(), "UTF-8", true);
        }
    }
}
