package charrnn.lstm;

import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;

/** Divides work into shares that run in parallel, each on a thread of its own. */
final class Partition {
    /** Minimum number of rows of a share: a smaller product spends most of its time on reading the weights. */
    private static final int MIN_ROWS = 8;

    /** Minimum number of elements of a matrix for several native threads: less take less time than waking the threads. */
    private static final long ELEMENTS_FOR_THREADS = 1 << 17;

    /** Number of looks for new work, or for the end of a share, before a thread sleeps; about 0.1 ms on a Zen 4. */
    private static final int SPINS = 5000;

    private static final Deque<Worker> IDLE = new ConcurrentLinkedDeque<>();

    private Partition() {}

    /** A thread that runs one share at a time. It spins before it sleeps: waking it takes as long as a short share. */
    private static final class Worker extends Thread implements Executor {
        private volatile @Nullable Runnable next;

        Worker() {
            super("lstm share");
            setDaemon(true);
            start();
        }

        @Override
        public void execute(Runnable share) {
            next = share;
            LockSupport.unpark(this);
        }

        @Override
        public void run() {
            int spins = 0;
            while (true) {
                Runnable share = next;
                if (share != null) {
                    next = null;
                    share.run();
                    spins = 0;
                } else if (spins < SPINS) {
                    Thread.onSpinWait();
                    spins++;
                } else {
                    LockSupport.park(this);
                }
            }
        }
    }

    /** The number of shares for a number of rows: that of native threads, or fewer so that each share has enough rows. */
    static int shareCount(int rows) {
        return Math.max(1, Math.min(nativeThreads(), rows / MIN_ROWS));
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
        Worker[] workers = new Worker[shares - 1];
        CompletableFuture<?>[] futures = new CompletableFuture<?>[shares - 1];
        for (int i = 0; i < workers.length; i++) {
            Worker idle = IDLE.poll();
            workers[i] = idle == null ? new Worker() : idle;
        }
        for (int i = 0; i < workers.length; i++) {
            int share = i + 1;
            futures[i] = CompletableFuture.runAsync(
                    () -> {
                        nativeOps().setOmpNumThreads(threadsEach);
                        work.accept(share);
                    },
                    workers[i]);
        }
        try {
            runWithNativeThreads(threadsEach, () -> work.accept(0));
        } finally {
            CompletableFuture<?> all = CompletableFuture.allOf(futures);
            for (int spins = 0; spins < SPINS && !all.isDone(); spins++) {
                Thread.onSpinWait();
            }
            all.exceptionally(e -> null).join();
            for (int i = workers.length - 1; i >= 0; i--) {
                IDLE.push(workers[i]); // the next call gives each worker the same share
            }
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

    /** Number of native threads for a product with, or a copy of, a matrix of this size. */
    static int threadsFor(INDArray matrix) {
        return matrix.length() < ELEMENTS_FOR_THREADS ? 1 : nativeThreads();
    }

    /** Number of native threads that {@link #run} gives to each share. */
    static int threadsPerShare(int shares) {
        return Math.max(1, nativeThreads() / shares);
    }

    private static NativeOps nativeOps() {
        return NativeOpsHolder.getInstance().getDeviceNativeOps();
    }
}
