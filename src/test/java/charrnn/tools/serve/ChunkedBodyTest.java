package charrnn.tools.serve;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.tools.serve.HttpServer.ChunkedBody;
import io.netty.channel.ChannelFuture;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.stream.ChunkedWriteHandler;
import java.io.ByteArrayOutputStream;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChunkedBodyTest {
    private final EmbeddedChannel channel = new EmbeddedChannel(new ChunkedWriteHandler(), new ChunkedBody());

    private static FullHttpResponse answer(byte[] body) {
        return Answers.whole("text/plain", body);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, ChunkedBody.BYTES - 1, ChunkedBody.BYTES, 10 * ChunkedBody.BYTES + 5})
    void largeAnswersAreSentInChunks(int more) throws Exception {
        byte[] body = new byte[ChunkedBody.BYTES + more];
        new SplittableRandom(more).nextBytes(body);
        FullHttpResponse answer = answer(body);
        ChannelFuture written = channel.writeAndFlush(answer);
        HttpResponse head = channel.readOutbound();
        assertThat(head).isNotInstanceOf(HttpContent.class);
        assertThat(head.headers()).isEqualTo(answer.headers());
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        HttpContent piece;
        do {
            piece = channel.readOutbound();
            assertThat(piece.content().readableBytes()).isLessThanOrEqualTo(ChunkedBody.BYTES);
            piece.content().readBytes(whole, piece.content().readableBytes());
            piece.release();
        } while (!(piece instanceof LastHttpContent));
        assertThat(whole.toByteArray()).isEqualTo(body);
        assertThat(channel.outboundMessages()).isEmpty();
        assertThat(written.isSuccess()).isTrue();
        assertThat(answer.refCnt()).isZero();
    }

    @Test
    void smallAnswersAreNotChunked() {
        FullHttpResponse answer = answer(new byte[ChunkedBody.BYTES]);
        channel.writeAndFlush(answer);
        assertThat(channel.<Object>readOutbound()).isSameAs(answer);
    }
}
