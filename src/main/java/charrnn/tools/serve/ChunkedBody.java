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
 * Splits a large answer into chunks; each is written when the client has read most of the previous ones. So the write timeout
 * applies to a chunk and not to the whole answer.
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
