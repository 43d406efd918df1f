package charrnn.tools.serve;

import io.netty.channel.Channel;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** The connections without a complete request, in the order in which they became idle. Thread-safe. */
final class IdleConnections {
    private final LongSupplier clock;
    private final Map<Channel, Long> since = new LinkedHashMap<>();

    /** @param clock nanoseconds, as {@code System::nanoTime} */
    IdleConnections(LongSupplier clock) {
        this.clock = clock;
    }

    /** Adds a connection that waits for a request from now on. */
    synchronized void add(Channel channel) {
        since.remove(channel);
        since.put(channel, clock.getAsLong());
    }

    /** Removes a connection that has a complete request or is closed. */
    synchronized void remove(Channel channel) {
        since.remove(channel);
    }

    /**
     * Closes the connection that has been idle longest.
     *
     * @param atLeast smallest idle time
     * @return whether a connection was closed
     */
    synchronized boolean closeLongest(Duration atLeast) {
        Iterator<Map.Entry<Channel, Long>> oldest = since.entrySet().iterator();
        if (!oldest.hasNext()) {
            return false;
        }
        Map.Entry<Channel, Long> longest = oldest.next();
        if (clock.getAsLong() - longest.getValue() < atLeast.toNanos()) {
            return false;
        }
        Channel channel = longest.getKey();
        oldest.remove();
        channel.close();
        return true;
    }
}
