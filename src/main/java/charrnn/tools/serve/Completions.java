package charrnn.tools.serve;

import charrnn.tools.serve.decode.DecodingLoop;
import io.micrometer.core.instrument.Counter;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.FullHttpRequest;
import java.time.Instant;
import java.util.UUID;

/** {@code POST /v1/completions}. */
final class Completions implements Endpoint {
    private final DecodingLoop loop;
    private final Limits limits;
    private final CompletionFields fields;
    private final Counter hangUps;
    private final Json json;

    Completions(DecodingLoop loop, Limits limits, CompletionFields fields, Json json, Counter hangUps) {
        this.loop = loop;
        this.limits = limits;
        this.fields = fields;
        this.hangUps = hangUps;
        this.json = json;
    }

    @Override
    public void answer(FullHttpRequest request, Channel channel) {
        CompletionRequest wanted = fields.read(json.read(request));
        Health.requireReady(loop.state());
        CompletionJson shape = new CompletionJson(
                "cmpl-" + UUID.randomUUID(), wanted.model(), Instant.now().getEpochSecond(), wanted.hasLogprobs());
        CompletionAnswer answer = wanted.stream()
                ? new StreamedAnswer(channel, wanted, shape, hangUps)
                : new WholeAnswer(channel, wanted, shape, hangUps);
        answer.begin(loop, limits.time());
    }
}
