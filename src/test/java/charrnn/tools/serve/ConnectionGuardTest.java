package charrnn.tools.serve;

import static io.netty.handler.timeout.IdleStateEvent.ALL_IDLE_STATE_EVENT;
import static io.netty.handler.timeout.IdleStateEvent.FIRST_ALL_IDLE_STATE_EVENT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.timeout.IdleStateEvent;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An answer that is written to the channel is not sent before it is flushed. */
class ConnectionGuardTest {
    private final EmbeddedChannel channel = new EmbeddedChannel(new ConnectionGuard());

    private void request() {
        channel.writeInbound(new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/"));
    }

    private void write() {
        channel.pipeline().write(Answers.json(JsonNodeFactory.instance.objectNode()));
    }

    private boolean staysOpenWhenIdle(IdleStateEvent event) {
        channel.pipeline().fireUserEventTriggered(event);
        return channel.isActive();
    }

    @Test
    void connectionsStayOpenWhileTheAnswerIsComputed() {
        request();
        for (IdleStateEvent event : List.of(FIRST_ALL_IDLE_STATE_EVENT, ALL_IDLE_STATE_EVENT, ALL_IDLE_STATE_EVENT)) {
            assertThat(staysOpenWhenIdle(event)).isTrue();
        }
    }

    @Test
    void connectionsOfClientsThatDoNotReadAreClosed() {
        request();
        write();
        assertThat(staysOpenWhenIdle(FIRST_ALL_IDLE_STATE_EVENT)).isTrue();
        assertThat(staysOpenWhenIdle(ALL_IDLE_STATE_EVENT)).isFalse();
    }

    @Test
    void connectionsWithoutARequestAreClosed() {
        request();
        write();
        channel.flush();
        assertThat(channel.isActive()).isTrue();
        assertThat(staysOpenWhenIdle(FIRST_ALL_IDLE_STATE_EVENT)).isFalse();
    }
}
