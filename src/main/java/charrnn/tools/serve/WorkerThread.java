package charrnn.tools.serve;

import io.netty.channel.Channel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * A thread for requests of one kind that take long, one at a time, so that neither the event loops nor the decoding thread wait
 * for them. The number of requests that are queued or worked on is limited, which bounds the memory.
 */
final class WorkerThread implements AutoCloseable {
    private final int maxRequests;
    private final Semaphore permits;
    private final ExecutorService executor;

    WorkerThread(String name, int maxRequests) {
        this.maxRequests = maxRequests;
        permits = new Semaphore(maxRequests);
        executor = Executors.newSingleThreadExecutor(new DefaultThreadFactory(name, true));
    }

    /** Number of requests that are queued or worked on. */
    int pending() {
        return maxRequests - permits.availablePermits();
    }

    /**
     * Queues the work for a request; it is left out if the client has disconnected by then. If it throws, the request is refused.
     *
     * @param work returns a future that is done when the request needs no memory of this queue
     * @throws ApiException if there are too many requests
     */
    void run(Channel channel, Supplier<Future<?>> work) {
        if (!permits.tryAcquire()) {
            throw ApiException.of(
                    503, "busy", "the server is busy with " + maxRequests + " other requests of this kind");
        }
        executor.execute(() -> {
            if (channel.isActive()) {
                done(channel, work).addListener(ended -> permits.release());
            } else {
                permits.release();
            }
        });
    }

    private static Future<?> done(Channel channel, Supplier<Future<?>> work) {
        try {
            return work.get();
        } catch (RuntimeException | Error e) {
            return channel.writeAndFlush(Answers.refusal(e));
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
