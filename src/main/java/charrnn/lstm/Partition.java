package charrnn.lstm;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * Divides work into shares that run side by side, each on a thread of its own. A layer's streams do not depend on one
 * another within a segment, so each thread takes its streams through all time steps: the gates, which are Java, run on all
 * cores, and no thread waits for another at each of a hundred small products.
 */
final class Partition {
    /** A product of fewer rows spends its time on reading the weights. */
    private static final int LEAST_ROWS = 8;

    private static final ExecutorService WORKERS = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "lstm share");
        thread.setDaemon(true);
        return thread;
    });

    private Partition() {}

    /**
     * The number of shares for so many rows.
     *
     * @param wanted how many if there are rows enough; 0 for as many as there are native threads, if that leaves enough
     *     rows for each
     */
    static int of(int rows, int wanted) {
        int most = wanted > 0 ? Math.min(wanted, rows) : Math.min(nativeThreads(), rows / LEAST_ROWS);
        return Math.max(1, most);
    }

    /** The first item of a share when {@code items} are divided; that of share {@code shares} is the end. */
    static int start(int items, int share, int shares) {
        return (int) ((long) items * share / shares);
    }

    /**
     * Does all shares and returns when they are done. Native products within a share have that share's part of the
     * threads.
     *
     * @throws RuntimeException what the work threw
     */
    static void run(int shares, IntConsumer work) {
        run(shares, threadsOfOne(shares), work);
    }

    /** Likewise, native products within a share having {@code each} threads. */
    static void run(int shares, int each, IntConsumer work) {
        CompletableFuture<?>[] others = new CompletableFuture<?>[shares - 1];
        for (int i = 1; i < shares; i++) {
            int share = i;
            others[i - 1] = CompletableFuture.runAsync(
                    () -> {
                        nativeOps().setOmpNumThreads(each);
                        work.accept(share);
                    },
                    WORKERS);
        }
        try {
            runWithNativeThreads(each, () -> work.accept(0));
        } finally {
            CompletableFuture.allOf(others).exceptionally(e -> null).join();
        }
        for (CompletableFuture<?> other : others) {
            other.join();
        }
    }

    /** How many threads native products use in the calling thread. */
    static int nativeThreads() {
        return nativeOps().ompGetMaxThreads();
    }

    /** Makes something for a share, with the number of native threads that {@link #run} gives one of so many. */
    static <T> T withThreadsOfOne(int shares, Supplier<T> making) {
        return withNativeThreads(threadsOfOne(shares), making);
    }

    /** Makes something while native products use so many threads. The setting is the calling thread's own. */
    static <T> T withNativeThreads(int threads, Supplier<T> making) {
        int before = nativeThreads();
        nativeOps().setOmpNumThreads(threads);
        try {
            return making.get();
        } finally {
            nativeOps().setOmpNumThreads(before);
        }
    }

    static void runWithNativeThreads(int threads, Runnable work) {
        withNativeThreads(threads, () -> {
            work.run();
            return true;
        });
    }

    private static int threadsOfOne(int shares) {
        return Math.max(1, nativeThreads() / shares);
    }

    private static NativeOps nativeOps() {
        return NativeOpsHolder.getInstance().getDeviceNativeOps();
    }
}
