package charrnn.tools.trainingui;

import charrnn.tools.page.ConnectionLimit;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpServerConnection;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** An HTTP server on one address of the machine, and its event loop, which also runs the other tasks of the UI. */
final class TrainServer implements AutoCloseable {
    private static final int TIMEOUT_SECONDS = 20;

    static {
        // With HTTP/2, Vert.x does not pass a connection to its handler, and thus to the limit, before its first bytes.
        System.setProperty("vertx.disableH2c", "true");
    }

    private final Vertx vertx = Vertx.vertx(options());
    private final Context loop = vertx.getOrCreateContext();

    private static VertxOptions options() {
        return new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(1)
                // A page may take seconds while the training uses all cores; Vert.x must not print stack traces then.
                .setMaxEventLoopExecuteTime(1)
                .setMaxEventLoopExecuteTimeUnit(TimeUnit.HOURS)
                // Otherwise Vert.x makes a cache folder on disk.
                .setFileSystemOptions(new FileSystemOptions()
                        .setClassPathResolvingEnabled(false)
                        .setFileCachingEnabled(false));
    }

    Vertx vertx() {
        return vertx;
    }

    /** Runs a task on the event loop, after the earlier ones. */
    void execute(Runnable task) {
        loop.runOnContext(ignored -> task.run());
    }

    /**
     * Begins to listen on a port, or with 0 on any free one, and returns the port.
     *
     * @throws IOException if the port is not available
     */
    int listen(InetAddress host, int port, Handler<HttpServerRequest> handler) throws IOException {
        // On Windows, the option would let two programs listen on the same port.
        boolean reuse = !System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");
        CompletableFuture<Integer> listening = new CompletableFuture<>();
        ConnectionLimit limit = new ConnectionLimit();
        vertx.createHttpServer(
                        new HttpServerOptions().setReuseAddress(reuse).setIdleTimeout(ConnectionLimit.IDLE_SECONDS))
                .connectionHandler(connection -> ((HttpServerConnection) connection)
                        .channel()
                        .pipeline()
                        .addBefore("handler", "limit", limit.guard()))
                .requestHandler(handler)
                // Without a host, listen() takes every interface, whatever the options say.
                .listen(port, host.getHostAddress(), result -> {
                    if (result.succeeded()) {
                        listening.complete(result.result().actualPort());
                    } else {
                        listening.completeExceptionally(result.cause());
                    }
                });
        try {
            return listening.orTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS).join();
        } catch (CompletionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            String reason = cause instanceof TimeoutException
                    ? "no answer in " + TIMEOUT_SECONDS + " seconds"
                    : String.valueOf(cause.getMessage());
            throw new IOException(reason, cause);
        }
    }

    /** Stops the server and its threads, none of which is a daemon. */
    @Override
    public void close() {
        CompletableFuture<Void> closed = new CompletableFuture<>();
        vertx.close(result -> closed.complete(null));
        closed.completeOnTimeout(null, TIMEOUT_SECONDS, TimeUnit.SECONDS).join();
    }
}
