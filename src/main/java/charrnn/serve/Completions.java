package charrnn.serve;

import charrnn.serve.decode.DecodingLoop;
import io.micrometer.core.instrument.Counter;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpUtil;
import java.time.Instant;
import java.util.UUID;

/** {@code POST /v1/completions}. */
final class Completions implements Endpoint {
    private final DecodingLoop loop;
    private final Limits limits;
    private final CompletionFields fields;
    private final String model;
    private final Counter hangUps;
    private final Json json;

    /** @param model name of the model */
    Completions(DecodingLoop loop, Limits limits, CompletionFields fields, String model, Counter hangUps) {
        this.loop = loop;
        this.limits = limits;
        this.fields = fields;
        this.model = model;
        this.hangUps = hangUps;
        this.json = new Json(limits.bodyBytes());
    }

    @Override
    public void answer(FullHttpRequest request, Channel channel) {
        CharSequence type = HttpUtil.getMimeType(request);
        if (type == null || !"application/json".contentEquals(type)) {
            throw ApiException.of(
                    415, "not_json", HttpHeaderNames.CONTENT_TYPE + " is " + type + ", but must be application/json");
        }
        CompletionRequest wanted = fields.read(json.read(request.content().nioBuffer()));
        Health.requireReady(loop.state());
        CompletionJson shape = new CompletionJson(
                "cmpl-" + UUID.randomUUID(), model, Instant.now().getEpochSecond(), wanted.hasLogprobs());
        CompletionAnswer answer = wanted.stream()
                ? new StreamedAnswer(channel, wanted, shape, hangUps)
                : new WholeAnswer(channel, wanted, shape, hangUps);
        answer.begin(loop, limits.time());
    }
}
