import charrnn.config.ConfigLoader;
import charrnn.corpus.Corpus;
import charrnn.corpus.Corpus.LoadListener;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Measures the time and the heap that loading a corpus takes.
 *
 * <pre>CHARRNN_CACHE=/tmp/cache java -Xmx900m -cp charrnn.jar bench/LoadCorpus.java FOLDER [KEY=VALUE ...]</pre>
 *
 * <p>The first run encodes the corpus, later runs find it in the cache. KEY=VALUE as for {@code --set}.
 */
public final class LoadCorpus {
    private LoadCorpus() {}

    public static void main(String[] args) {
        long[] encoded = new long[1];
        LoadListener listener = new LoadListener() {
            @Override
            public void warn(String message) {
                System.out.println("warning: " + message);
            }

            @Override
            public void progress(long done, long total) {
                encoded[0] = done;
            }
        };
        List<String> overrides = new ArrayList<>(List.of(args));
        overrides.set(0, "corpus.path=" + args[0]);
        long begin = System.nanoTime();
        Corpus corpus =
                Corpus.load(ConfigLoader.parse("", "defaults", overrides).corpus(), listener);
        double seconds = (System.nanoTime() - begin) / 1e9;
        double cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() / 1e9;
        System.out.println(corpus.summary());
        System.out.printf(
                Locale.ROOT,
                "%.2f s (%.2f s of one core), %,.0f MB encoded; peak heap %,d MB of %,d%n",
                seconds,
                cpu,
                encoded[0] / 1e6,
                peak() >> 20,
                Runtime.getRuntime().maxMemory() >> 20);
        long start = System.nanoTime();
        long sum = 0;
        for (long at = 0; at + 100 <= corpus.train().length(); at += 100) {
            sum += corpus.train().read(at, 100)[0];
        }
        System.out.printf(
                Locale.ROOT,
                "training text read in windows of 100 at %,.0f million characters/s (%d)%n",
                corpus.train().length() / 1e6 / ((System.nanoTime() - start) / 1e9),
                sum % 2);
    }

    private static long peak() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .map(MemoryPoolMXBean::getPeakUsage)
                .mapToLong(usage -> usage.getUsed())
                .sum();
    }
}
