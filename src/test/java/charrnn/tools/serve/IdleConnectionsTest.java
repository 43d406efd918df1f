package charrnn.tools.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class IdleConnectionsTest {
    private static final Duration TIME = Duration.ofSeconds(1);

    private final AtomicLong clock = new AtomicLong();
    private final IdleConnections idle = new IdleConnections(clock::get);
    private final EmbeddedChannel first = new EmbeddedChannel();
    private final EmbeddedChannel second = new EmbeddedChannel();

    @Test
    void longestIdleConnectionIsClosedFirst() {
        idle.add(first);
        idle.add(second);
        assertThat(idle.closeLongest(Duration.ZERO)).isTrue();
        assertThat(first.isActive()).isFalse();
        assertThat(second.isActive()).isTrue();
        assertThat(idle.closeLongest(Duration.ZERO)).isTrue();
        assertThat(second.isActive()).isFalse();
        assertThat(idle.closeLongest(Duration.ZERO)).isFalse();
    }

    @Test
    void connectionsBecomeIdleAgainAfterARequest() {
        idle.add(first);
        idle.add(second);
        idle.remove(first);
        idle.add(first);
        idle.closeLongest(Duration.ZERO);
        assertThat(first.isActive()).isTrue();
        assertThat(second.isActive()).isFalse();
    }

    @Test
    void connectionsWithARequestAreNotClosed() {
        idle.add(first);
        idle.remove(first);
        assertThat(idle.closeLongest(Duration.ZERO)).isFalse();
        assertThat(first.isActive()).isTrue();
    }

    @Test
    void connectionsAreNotClosedBeforeTheMinimumIdleTime() {
        idle.add(first);
        clock.addAndGet(TIME.toNanos() - 1);
        assertThat(idle.closeLongest(TIME)).isFalse();
        clock.addAndGet(1);
        assertThat(idle.closeLongest(TIME)).isTrue();
    }
}
