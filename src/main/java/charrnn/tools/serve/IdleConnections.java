package charrnn.tools.serve;

import io.netty.channel.Channel;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
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
        since.remove(channel); // so that it becomes the last
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
        Optional<Channel> longest = since.entrySet().stream()
                .findFirst()
                .filter(entry -> clock.getAsLong() - entry.getValue() >= atLeast.toNanos())
                .map(Map.Entry::getKey);
        longest.ifPresent(channel -> {
            since.remove(channel);
            channel.close();
        });
        return longest.isPresent();
    }
}
