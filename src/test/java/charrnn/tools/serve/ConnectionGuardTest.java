package charrnn.tools.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests the guard with a frozen clock. An answer has been written to the channel but is not sent before it is flushed. */
class ConnectionGuardTest {
    private final EmbeddedChannel channel = new EmbeddedChannel();

    @BeforeEach
    void writeAnswer() {
        channel.freezeTime();
        channel.pipeline().addLast(new ConnectionGuard(new IdleConnections(() -> 0)));
        send();
        channel.pipeline().write(Answers.json(JsonNodeFactory.instance.objectNode()));
    }

    private void send() {
        channel.writeInbound(new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/"));
    }

    private void advance(int seconds) {
        channel.advanceTimeBy(seconds, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
    }

    @Test
    void timeoutStartsWhenTheAnswerIsSent() {
        advance(100);
        assertThat(channel.isActive()).isTrue();
        channel.flush();
        advance(29);
        assertThat(channel.isActive()).isTrue();
        advance(2);
        assertThat(channel.isActive()).isFalse();
    }

    @Test
    void nextRequestCancelsTheTimeout() {
        channel.flush();
        send();
        advance(100);
        assertThat(channel.isActive()).isTrue();
    }

    @Test
    void requestsBeforeTheAnswerIsSentCloseTheConnection() {
        send();
        assertThat(channel.isActive()).isFalse();
    }

    private long interimAnswers() {
        return channel.outboundMessages().stream()
                .filter(message -> ((HttpResponse) message).status().equals(HttpResponseStatus.CONTINUE))
                .count();
    }

    @Test
    void halfClosedConnectionsAreClosedAfterTheAnswer() {
        channel.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
        advance(100);
        assertThat(channel.isActive()).isTrue();
        channel.flush();
        assertThat(channel.outboundMessages()).hasSize(1);
        assertThat(channel.isActive()).isFalse();
    }

    /** HTTP/1.0 has no interim answers. */
    @ParameterizedTest
    @CsvSource({"HTTP/1.1, 2", "HTTP/1.0, 0"})
    void halfClosedClientsReceiveInterimAnswers(String version, int interim) {
        channel.flush();
        channel.releaseOutbound();
        channel.writeInbound(new DefaultFullHttpRequest(HttpVersion.valueOf(version), HttpMethod.GET, "/"));
        channel.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
        assertThat(interimAnswers()).isZero();
        for (int i = 0; i < 100; i++) {
            advance(1);
        }
        assertThat(interimAnswers()).isEqualTo(interim);
        assertThat(channel.isActive()).isTrue();
    }

    @Test
    void halfClosedConnectionsWithoutARequestAreClosed() {
        channel.flush();
        channel.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
        assertThat(channel.isActive()).isFalse();
    }

    @Test
    void stoppingWaitsForTheCurrentAnswer() {
        channel.pipeline().fireUserEventTriggered(ConnectionGuard.LAST_ANSWER);
        assertThat(channel.isActive()).isTrue();
        channel.flush();
        assertThat(channel.isActive()).isFalse();
        assertThat(channel.outboundMessages()).hasSize(1);
    }
}
