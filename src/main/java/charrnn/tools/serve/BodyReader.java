package charrnn.tools.serve;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObjectAggregator;

/** Puts a request and its body together, if it is not too large. */
final class BodyReader extends HttpObjectAggregator {
    BodyReader(int bytes) {
        super(bytes);
    }

    /** Of a body that did not tell its length. Netty throws away what follows. */
    @Override
    protected void handleOversizedMessage(ChannelHandlerContext context, HttpMessage oversized) {
        context.writeAndFlush(Answers.refusal(RequestFilter.tooLarge(maxContentLength())));
    }
}
