package charrnn.corpus;

import charrnn.corpus.Corpus.LoadListener;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Another process that loads a corpus and, if it has to encode it, stops in the middle until it receives a line. */
final class CacheProcess implements AutoCloseable {
    private final Process process;
    private final BufferedReader out;

    CacheProcess(Path corpus, Path cache) throws IOException {
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CacheProcess.class.getName(),
                        corpus.toString(),
                        cache.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    public static void main(String[] args) {
        LoadListener listener = new LoadListener() {
            private boolean stopped;

            @Override
            public void warn(String message) {
                System.out.println(message);
            }

            @Override
            public void progress(long done, long total) {
                if (!stopped && done > total / 2) {
                    stopped = true;
                    System.out.println("in the middle");
                    waitForInput();
                }
            }
        };
        Corpus corpus = load(Path.of(args[0]), Path.of(args[1]), listener);
        System.out.println(Texts.train(corpus).hashCode());
    }

    private static void waitForInput() {
        try {
            System.in.read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Loads a corpus with a cache that stores every text, however small and new. */
    static Corpus load(Path corpus, Path cache, LoadListener listener) {
        return new CorpusLoader(
                        TestConfig.of(corpus).build(),
                        Optional.empty(),
                        new CorpusCache(Optional.of(cache), 0, Long.MAX_VALUE, Duration.ZERO, 1),
                        listener)
                .load();
    }

    String line() throws IOException {
        return out.readLine();
    }

    /** The number that it prints last; lines before it are warnings. */
    String result() throws IOException {
        String line = out.readLine();
        return line.matches("-?\\d+") ? line : result();
    }

    void proceed() throws IOException {
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
    }

    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    void interrupt() throws InterruptedException {
        process.toHandle().destroy(); // Process.destroy would close its input, so that it would continue
        process.waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
