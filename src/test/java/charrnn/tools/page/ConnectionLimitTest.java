package charrnn.tools.page;

import static charrnn.tools.page.ConnectionLimit.MAX_CONNECTIONS;
import static io.netty.handler.timeout.IdleStateEvent.ALL_IDLE_STATE_EVENT;
import static io.netty.handler.timeout.IdleStateEvent.FIRST_ALL_IDLE_STATE_EVENT;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.Channel;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.timeout.IdleStateEvent;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ConnectionLimitTest {
    private final ConnectionLimit limit = new ConnectionLimit();
    private final List<EmbeddedChannel> channels = open(MAX_CONNECTIONS);

    private List<EmbeddedChannel> open(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new EmbeddedChannel(limit.guard()))
                .toList();
    }

    private static void request(EmbeddedChannel channel) {
        channel.writeInbound(new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/"));
    }

    /** Writes an answer, which is sent at the next flush. */
    private static void write(EmbeddedChannel channel) {
        channel.write(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK));
    }

    private List<EmbeddedChannel> closed() {
        return channels.stream().filter(channel -> !channel.isActive()).toList();
    }

    @Test
    void aConnectionIsNotReplacedUntilItsAnswerIsSent() {
        EmbeddedChannel first = channels.get(0);
        request(first);
        write(first);
        open(1);
        assertThat(closed()).containsExactly(channels.get(1));
        first.flush();
        open(MAX_CONNECTIONS - 1);
        assertThat(first.isActive()).as("others have waited longer").isTrue();
        open(1);
        assertThat(first.isActive()).isFalse();
    }

    @Test
    void theNewConnectionIsClosedIfAllOthersAreAnswered() {
        channels.forEach(ConnectionLimitTest::request);
        assertThat(open(2)).noneMatch(Channel::isActive);
        assertThat(closed()).isEmpty();
        write(channels.get(5));
        channels.get(5).flush();
        assertThat(open(1)).allMatch(Channel::isActive);
        assertThat(closed()).containsExactly(channels.get(5));
    }

    @Test
    void closedConnectionsAreNotCounted() {
        request(channels.get(0));
        channels.get(0).close();
        channels.get(1).close();
        assertThat(open(2)).allMatch(Channel::isActive);
        assertThat(closed()).hasSize(2);
    }

    private static boolean staysOpenWhenIdle(EmbeddedChannel channel, IdleStateEvent event) {
        channel.pipeline().fireUserEventTriggered(event);
        return channel.isActive();
    }

    @Test
    void anIdleConnectionIsClosedUnlessItsAnswerIsComputed() {
        EmbeddedChannel read = channels.get(0);
        request(read);
        for (IdleStateEvent event : List.of(FIRST_ALL_IDLE_STATE_EVENT, ALL_IDLE_STATE_EVENT, ALL_IDLE_STATE_EVENT)) {
            assertThat(staysOpenWhenIdle(read, event)).isTrue();
        }
        write(read);
        read.flush();
        assertThat(read.isActive()).isTrue();
        assertThat(staysOpenWhenIdle(read, FIRST_ALL_IDLE_STATE_EVENT)).isFalse();
        EmbeddedChannel unread = channels.get(1);
        request(unread);
        write(unread);
        assertThat(staysOpenWhenIdle(unread, FIRST_ALL_IDLE_STATE_EVENT)).isTrue();
        assertThat(staysOpenWhenIdle(unread, ALL_IDLE_STATE_EVENT)).isFalse();
    }
}
