package charrnn.tools.serve;

import io.netty.buffer.ByteBufInputStream;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.MessageToMessageEncoder;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpChunkedInput;
import io.netty.handler.stream.ChunkedStream;
import java.util.List;

/**
 * Sends a large answer in pieces, each when the client has taken most of those before: the time in which it must read is
 * that of a piece, not of the whole.
 */
final class ChunkedBody extends MessageToMessageEncoder<FullHttpResponse> {
    static final int BYTES = 65_536;

    ChunkedBody() {
        super(FullHttpResponse.class);
    }

    @Override
    public boolean acceptOutboundMessage(Object message) throws Exception {
        return super.acceptOutboundMessage(message)
                && ((FullHttpResponse) message).content().readableBytes() > BYTES;
    }

    @Override
    protected void encode(ChannelHandlerContext context, FullHttpResponse answer, List<Object> out) {
        out.add(new DefaultHttpResponse(answer.protocolVersion(), answer.status(), answer.headers()));
        ByteBufInputStream body = new ByteBufInputStream(answer.content().retain(), true);
        out.add(new HttpChunkedInput(new ChunkedStream(body, BYTES)));
    }
}
