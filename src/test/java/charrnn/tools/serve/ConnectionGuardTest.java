package charrnn.tools.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.timeout.IdleStateEvent;
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

    private void idle() {
        channel.pipeline().fireUserEventTriggered(IdleStateEvent.FIRST_ALL_IDLE_STATE_EVENT);
    }

    private void idleAgain() {
        channel.pipeline().fireUserEventTriggered(IdleStateEvent.ALL_IDLE_STATE_EVENT);
    }

    @Test
    void connectionsStayOpenWhileTheAnswerIsComputed() {
        request();
        idle();
        idleAgain();
        idleAgain();
        assertThat(channel.isActive()).isTrue();
    }

    @Test
    void connectionsOfClientsThatDoNotReadAreClosed() {
        request();
        write();
        idle();
        assertThat(channel.isActive()).isTrue();
        idleAgain();
        assertThat(channel.isActive()).isFalse();
    }

    @Test
    void connectionsWithoutARequestAreClosed() {
        request();
        write();
        channel.flush();
        assertThat(channel.isActive()).isTrue();
        idle();
        assertThat(channel.isActive()).isFalse();
    }
}
