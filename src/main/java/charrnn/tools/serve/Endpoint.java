package charrnn.tools.serve;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.FullHttpRequest;

/** Answers the requests to a path. */
@FunctionalInterface
interface Endpoint {
    /**
     * Answers a request on its channel, at once or later. Called on the event loop of the channel.
     *
     * @throws ApiException if the request is refused; nothing has been written then
     */
    void answer(FullHttpRequest request, Channel channel);
}
