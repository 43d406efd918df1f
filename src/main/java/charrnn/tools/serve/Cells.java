package charrnn.tools.serve;

import charrnn.model.LanguageModel;
import charrnn.tools.cells.CellPage;
import charrnn.tools.cells.CellReport;
import charrnn.tools.serve.Router.Endpoint;
import charrnn.tools.serve.decode.DecodingLoop;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.FullHttpRequest;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * {@code POST /v1/cells}: the activations of all units while a network reads a text.
 *
 * @param networks returns the current network of a model, by the model's name; called only if the loop is ready
 */
record Cells(
        DecodingLoop loop,
        Json json,
        AnalysisThread analysis,
        Field<String> model,
        Function<String, LanguageModel> networks)
        implements Endpoint {
    private static final int MOST_CHARACTERS = 4000;
    private static final Field<Optional<String>> TEXT =
            Field.text("text", 2, MOST_CHARACTERS, "The text that the network reads.");

    @Override
    public void answer(FullHttpRequest request, Channel channel) {
        JsonNode body = json.read(request);
        Field.refuseOthers(body, List.of(TEXT, model));
        String text = Field.required(TEXT, body);
        String name = model.of(body);
        Endpoints.requireReady(loop);
        LanguageModel network = networks.apply(name);
        analysis.answer(
                channel,
                () -> CellPage.data(
                        CellReport.of(name, "text", network, text.codePoints().toArray()), MOST_CHARACTERS));
    }

    /** JSON Schema of a request. */
    ObjectNode schema() {
        return Field.schema(List.of(TEXT, model), TEXT.name());
    }
}
