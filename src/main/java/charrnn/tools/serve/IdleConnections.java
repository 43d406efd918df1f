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
    private final Map<Channel, Long> idleSince = new LinkedHashMap<>();

    /** @param clock nanoseconds, as {@code System::nanoTime} */
    IdleConnections(LongSupplier clock) {
        this.clock = clock;
    }

    synchronized void add(Channel channel) {
        idleSince.remove(channel); // so that put() adds it at the end
        idleSince.put(channel, clock.getAsLong());
    }

    synchronized void remove(Channel channel) {
        idleSince.remove(channel);
    }

    /**
     * Closes the connection that has been idle longest.
     *
     * @param minIdle its minimum idle time
     * @return whether a connection was closed
     */
    synchronized boolean closeLongest(Duration minIdle) {
        Optional<Channel> longest = idleSince.entrySet().stream()
                .findFirst()
                .filter(entry -> clock.getAsLong() - entry.getValue() >= minIdle.toNanos())
                .map(Map.Entry::getKey);
        longest.ifPresent(channel -> {
            idleSince.remove(channel);
            channel.close();
        });
        return longest.isPresent();
    }
}
