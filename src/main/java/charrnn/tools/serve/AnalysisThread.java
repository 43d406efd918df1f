package charrnn.tools.serve;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.FullHttpResponse;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread that analyses or completes texts, one at a time, so that neither the event loops nor the decoding thread wait for
 * it. The number of answers that are queued, computed or sent is limited, which bounds the memory.
 */
final class AnalysisThread implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AnalysisThread.class);

    /** Stack size: syntax trees, which can be deeply nested, are walked by recursion. */
    private static final long STACK_BYTES = 256L << 20;

    private final int maxAnswers;
    private final Semaphore permits;
    private final ExecutorService executor;

    /** @param name name of the thread */
    AnalysisThread(String name, int maxAnswers) {
        this.maxAnswers = maxAnswers;
        permits = new Semaphore(maxAnswers);
        executor = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(null, task, name, STACK_BYTES);
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Number of texts whose answer is queued, computed or sent. */
    int pending() {
        return maxAnswers - permits.availablePermits();
    }

    /**
     * Queues an answer; it is not computed if the client has disconnected.
     *
     * @throws ApiException if there are too many answers
     */
    void answer(Channel channel, Supplier<FullHttpResponse> work) {
        if (!permits.tryAcquire()) {
            throw ApiException.of(
                    503, "busy", "the server is busy with " + maxAnswers + " other requests of this kind");
        }
        executor.execute(() -> {
            if (channel.isActive()) {
                channel.writeAndFlush(result(work)).addListener(written -> permits.release());
            } else {
                permits.release();
            }
        });
    }

    private static FullHttpResponse result(Supplier<FullHttpResponse> work) {
        try {
            return work.get();
        } catch (RuntimeException | Error e) {
            LOG.error("an analysis failed", e);
            return Answers.refusal(ApiException.of(500, "failed", "the server failed"));
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
