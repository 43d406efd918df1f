package charrnn.cli;

import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import sun.misc.Signal;

/**
 * Ctrl-C and SIGTERM: the Java process waits with its end until the training has saved its checkpoint; a second one ends
 * it at once.
 *
 * <p>It is a shutdown hook: closing it tells the hook that all is saved. The exit code is the platform's for the signal.
 */
final class StopSignal implements AutoCloseable {
    private final CountDownLatch saved = new CountDownLatch(1);
    private final Consumer<String> messages;
    private final Thread hook = new Thread(this::stop, "save-and-leave");
    private volatile boolean requested;

    StopSignal(Consumer<String> messages) {
        this.messages = messages;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    boolean isRequested() {
        return requested;
    }

    private void stop() {
        requested = true;
        messages.accept("stopping: saving a checkpoint first; once more to leave at once");
        leaveAtOnceOn("INT");
        leaveAtOnceOn("TERM");
        try {
            saved.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void leaveAtOnceOn(String name) {
        Signal signal = new Signal(name);
        // As a shell tells of a process that a signal has ended.
        Signal.handle(signal, again -> Runtime.getRuntime().halt(128 + signal.getNumber()));
    }

    @Override
    public void close() {
        saved.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is ending already; the hook is what let it wait.
        }
    }
}
