package charrnn.lstm;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;

/** Divides work into shares that run in parallel, each on a thread of its own. */
final class Partition {
    /** Minimum number of rows of a share: a smaller product spends most of its time on reading the weights. */
    private static final int MIN_ROWS = 8;

    private static final ExecutorService WORKERS = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "lstm share");
        thread.setDaemon(true);
        return thread;
    });

    private Partition() {}

    /**
     * Chooses the number of shares for a number of rows.
     *
     * @param requested number of shares, if there are as many rows; 0 for the number of native threads, or
     *     fewer so that each share has enough rows
     */
    static int shareCount(int rows, int requested) {
        int max = requested > 0 ? Math.min(requested, rows) : Math.min(nativeThreads(), rows / MIN_ROWS);
        return Math.max(1, max);
    }

    /** The first item of a share; for share number {@code shares}, the number of items. */
    static int start(int items, int share, int shares) {
        return (int) ((long) items * share / shares);
    }

    /**
     * Runs all shares and returns when they are finished. The native threads are divided equally among them.
     *
     * @throws RuntimeException thrown by the work
     */
    static void run(int shares, IntConsumer work) {
        run(shares, threadsPerShare(shares), work);
    }

    /** Runs all shares with {@code threadsEach} native threads each. */
    static void run(int shares, int threadsEach, IntConsumer work) {
        CompletableFuture<?>[] futures = new CompletableFuture<?>[shares - 1];
        for (int i = 1; i < shares; i++) {
            int share = i;
            futures[i - 1] = CompletableFuture.runAsync(
                    () -> {
                        nativeOps().setOmpNumThreads(threadsEach);
                        work.accept(share);
                    },
                    WORKERS);
        }
        try {
            runWithNativeThreads(threadsEach, () -> work.accept(0));
        } finally {
            CompletableFuture.allOf(futures).exceptionally(e -> null).join();
        }
        for (CompletableFuture<?> future : futures) {
            future.join();
        }
    }

    /** Number of native threads of a product that the calling thread runs. */
    static int nativeThreads() {
        return nativeOps().ompGetMaxThreads();
    }

    /** Calls the supplier with a number of native threads; the setting applies to the calling thread only. */
    static <T> T withNativeThreads(int threads, Supplier<T> supplier) {
        int previous = nativeThreads();
        nativeOps().setOmpNumThreads(threads);
        try {
            return supplier.get();
        } finally {
            nativeOps().setOmpNumThreads(previous);
        }
    }

    static void runWithNativeThreads(int threads, Runnable work) {
        withNativeThreads(threads, () -> {
            work.run();
            return true;
        });
    }

    /** Number of native threads that {@link #run} gives to each share. */
    static int threadsPerShare(int shares) {
        return Math.max(1, nativeThreads() / shares);
    }

    private static NativeOps nativeOps() {
        return NativeOpsHolder.getInstance().getDeviceNativeOps();
    }
}
