package charrnn.tools.serve;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.FullHttpRequest;

/** Answers the requests for a path. */
@FunctionalInterface
interface Endpoint {
    /**
     * Answers, now or later, on the channel; called on its event loop.
     *
     * @throws ApiException if it does not answer; nothing has been written then
     */
    void answer(FullHttpRequest request, Channel channel);
}
