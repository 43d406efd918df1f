package charrnn.lstm;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * Work that is done in shares side by side, each by a thread of its own. A layer's streams do not depend on one another
 * within a segment, so each thread can take its streams through all time steps without meeting the others: the gates,
 * which are Java, run on all cores, and no thread waits for another at each of a hundred small products.
 */
final class Partition {
    /** Fewer rows than this make a product that spends its time on reading the weights. */
    private static final int LEAST_ROWS = 8;

    private static final ExecutorService WORKERS = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "lstm share");
        thread.setDaemon(true);
        return thread;
    });

    private Partition() {}

    /**
     * In how many shares to divide so many rows.
     *
     * @param wanted how many if it were not for the rows; 0 for as many as there are native threads, if that leaves
     *     enough rows for each
     */
    static int of(int rows, int wanted) {
        int most = wanted > 0 ? Math.min(wanted, rows) : Math.min(nativeOps().ompGetMaxThreads(), rows / LEAST_ROWS);
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
        int all = nativeOps().ompGetMaxThreads();
        CompletableFuture<?>[] others = new CompletableFuture<?>[shares - 1];
        for (int i = 1; i < shares; i++) {
            int share = i;
            others[i - 1] = CompletableFuture.runAsync(() -> withThreads(each, share, work), WORKERS);
        }
        try {
            withThreads(each, 0, work);
        } finally {
            // The setting is this thread's own, and the large products that follow want all threads.
            nativeOps().setOmpNumThreads(all);
            CompletableFuture.allOf(others).exceptionally(e -> null).join();
        }
        for (CompletableFuture<?> other : others) {
            other.join();
        }
    }

    /** How many threads native products take here. */
    static int nativeThreads() {
        return nativeOps().ompGetMaxThreads();
    }

    /** Makes something for a share, with the number of native threads that {@link #run} gives one of so many. */
    static <T> T withThreadsOfOne(int shares, Supplier<T> making) {
        return withNativeThreads(threadsOfOne(shares), making);
    }

    /** Makes something for native products that are to take so many threads. */
    static <T> T withNativeThreads(int threads, Supplier<T> making) {
        int all = nativeOps().ompGetMaxThreads();
        nativeOps().setOmpNumThreads(threads);
        try {
            return making.get();
        } finally {
            nativeOps().setOmpNumThreads(all);
        }
    }

    /** Runs native products on so many threads. */
    static void runWithNativeThreads(int threads, Runnable products) {
        withNativeThreads(threads, () -> {
            products.run();
            return true;
        });
    }

    private static int threadsOfOne(int shares) {
        return Math.max(1, nativeThreads() / shares);
    }

    private static void withThreads(int threads, int share, IntConsumer work) {
        nativeOps().setOmpNumThreads(threads);
        work.accept(share);
    }

    private static NativeOps nativeOps() {
        return NativeOpsHolder.getInstance().getDeviceNativeOps();
    }
}
