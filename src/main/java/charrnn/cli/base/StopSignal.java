package charrnn.cli.base;

import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import sun.misc.Signal;

/**
 * Delays the end of the process at Ctrl-C or SIGTERM until this is closed; a second signal ends it at once. The exit code is
 * that of the platform for the signal.
 */
public final class StopSignal implements AutoCloseable {
    private final CountDownLatch requested = new CountDownLatch(1);
    private final CountDownLatch done = new CountDownLatch(1);
    private final Consumer<String> messages;
    private final String announcement;
    private final Thread hook = new Thread(this::stop, "stop-signal");

    /** @param announcement the work before the process ends, for the message */
    public StopSignal(Consumer<String> messages, String announcement) {
        this.messages = messages;
        this.announcement = announcement;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    public boolean isRequested() {
        return requested.getCount() == 0;
    }

    public void await() throws InterruptedException {
        requested.await();
    }

    private void stop() {
        requested.countDown();
        haltOn("INT");
        haltOn("TERM");
        messages.accept("stopping: " + announcement + "; a second signal ends the program at once");
        try {
            done.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void haltOn(String name) {
        Signal signal = new Signal(name);
        // The exit code that a shell reports for a process that a signal has ended.
        Signal.handle(signal, again -> Runtime.getRuntime().halt(128 + signal.getNumber()));
    }

    @Override
    public void close() {
        done.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is ending already, and the hook returns now.
        }
    }
}
