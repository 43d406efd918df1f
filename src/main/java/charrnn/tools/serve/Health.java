package charrnn.tools.serve;

import charrnn.tools.serve.decode.DecodingLoop;
import charrnn.tools.serve.decode.DecodingLoop.State;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Locale;

/** {@code GET /health}: 200 if texts can be written, else 503. */
record Health(DecodingLoop loop) implements Endpoint {
    @Override
    public void answer(FullHttpRequest request, Channel channel) {
        State state = loop.state();
        HttpResponseStatus status =
                state == State.READY ? HttpResponseStatus.OK : HttpResponseStatus.SERVICE_UNAVAILABLE;
        channel.writeAndFlush(Answers.whole(
                status,
                "application/json",
                Json.bytes(JsonNodeFactory.instance
                        .objectNode()
                        .put("status", state.name().toLowerCase(Locale.ROOT)))));
    }

    /** @throws ApiException if no text can be written */
    static void requireReady(State state) {
        switch (state) {
            case LOADING -> throw ApiException.of(503, "loading", "the network is being loaded");
            case STOPPING -> throw ApiException.of(503, "stopping", "the server stops");
            case DEAD -> throw ApiException.of(503, "dead", "the thread that writes has died");
            case READY -> {
                // texts can be written
            }
        }
    }
}
