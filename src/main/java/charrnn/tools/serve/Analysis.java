package charrnn.tools.serve;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.FullHttpResponse;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes slow answers one at a time on a thread of its own, so that neither the event loops nor the decoding thread wait. At
 * most four are pending, in progress or unread by their clients at a time, which bounds the memory.
 */
final class Analysis implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Analysis.class);
    private static final int PLACES = 4;
    /** A syntax tree is as deep as the nesting of the text, and is walked by recursion. */
    private static final long STACK_BYTES = 256L << 20;

    private final Semaphore places = new Semaphore(PLACES);
    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        Thread analysing = new Thread(null, task, "analysis", STACK_BYTES);
        analysing.setDaemon(true);
        return analysing;
    });

    Analysis(MeterRegistry meters) {
        Gauge.builder("charrnn.analyses", places, free -> PLACES - free.availablePermits())
                .description("Texts that are being analysed, wait for that, or whose answer is being read")
                .register(meters);
    }

    /**
     * Queues an answer.
     *
     * @param work makes the answer; not called if the client has disconnected
     * @throws ApiException if there are too many
     */
    void answer(Channel channel, Supplier<JsonNode> work) {
        if (!places.tryAcquire()) {
            throw ApiException.of(503, "busy", "the server looks at " + PLACES + " other texts");
        }
        thread.execute(() -> {
            if (channel.isActive()) {
                channel.writeAndFlush(made(work)).addListener(written -> places.release());
            } else {
                places.release();
            }
        });
    }

    private static FullHttpResponse made(Supplier<JsonNode> work) {
        try {
            return Answers.json(work.get());
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            LOG.error("a text could not be looked at", e);
            return Answers.refusal(ApiException.of(500, "failed", "the server failed"));
        }
    }

    /** Drops the queued answers. */
    @Override
    public void close() {
        thread.shutdownNow();
    }
}
