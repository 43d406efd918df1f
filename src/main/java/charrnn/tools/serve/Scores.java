package charrnn.tools.serve;

import charrnn.tools.score.CodeScorer;
import charrnn.tools.score.Measure;
import charrnn.tools.score.SampleScore;
import charrnn.tools.score.SampleScore.Ratio;
import charrnn.tools.serve.Router.Endpoint;
import charrnn.tools.serve.decode.DecodingLoop;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.FullHttpRequest;
import java.util.List;
import java.util.Optional;

/**
 * {@code POST /v1/score}: the measures of the scorecard that need only the text. No compiler is run on the texts of clients.
 */
record Scores(DecodingLoop loop, Json json, AnalysisThread analysis) implements Endpoint {
    private static final Field<Optional<String>> TEXT =
            Field.text("text", 1, 20_000, "What the network wrote, with its prompt.");

    @Override
    public void answer(FullHttpRequest request, Channel channel) {
        String text = read(json.read(request));
        Endpoints.requireReady(loop);
        analysis.answer(channel, () -> score(text));
    }

    /** @throws ApiException if the body is not allowed */
    static String read(JsonNode body) {
        Field.refuseOthers(body, List.of(TEXT));
        return Field.required(TEXT, body);
    }

    /** JSON Schema of a request. */
    static ObjectNode schema() {
        return Field.schema(List.of(TEXT), TEXT.name());
    }

    static ObjectNode score(String text) {
        try (CodeScorer scorer = new CodeScorer(Optional.empty(), Optional.empty())) {
            SampleScore score = scorer.score(List.of(text)).get(0);
            Ratio lines = score.ratio(Measure.DISTINCT_LINES);
            return JsonNodeFactory.instance
                    .objectNode()
                    .put("chars", text.codePointCount(0, text.length()))
                    .put("functions", (int) score.ratio(Measure.PARSES).of())
                    .put("parses", count(score, Measure.PARSES))
                    .put("parsesWithoutMacros", count(score, Measure.PARSES_WITHOUT_MACROS))
                    .put("lexes", is(score, Measure.LEXES))
                    .put("balances", is(score, Measure.BALANCES))
                    .put("endsClosed", is(score, Measure.ENDS_CLOSED))
                    .put("lines", (int) lines.of())
                    .put("distinctLines", (int) lines.sum())
                    .put("loops", is(score, Measure.LOOPS));
        }
    }

    private static int count(SampleScore score, Measure measure) {
        return (int) score.ratio(measure).sum();
    }

    private static boolean is(SampleScore score, Measure measure) {
        return score.ratio(measure).sum() > 0;
    }
}
