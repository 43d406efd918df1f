package charrnn.tools.serve;

import charrnn.model.ActivationSource;
import charrnn.tools.cells.CellPage;
import charrnn.tools.cells.CellReport;
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
 * @param readers returns the current network of a model, by the model's name; there is one once the loop is ready
 */
record Cells(
        DecodingLoop loop,
        Json json,
        Analysis analysis,
        Field<String> model,
        Function<String, ActivationSource> readers)
        implements Endpoint {
    private static final int MOST = 4000;
    private static final Field<Optional<String>> TEXT = Field.text("text", 2, MOST, "The text that the network reads.");

    @Override
    public void answer(FullHttpRequest request, Channel channel) {
        JsonNode body = json.read(request);
        Field.refuseOthers(body, List.of(TEXT, model));
        String text = Field.required(TEXT, body);
        String name = model.of(body);
        Health.requireReady(loop.state());
        ActivationSource reader = readers.apply(name);
        analysis.answer(
                channel,
                () -> CellPage.data(
                        CellReport.of(name, "text", reader, text.codePoints().toArray()), MOST));
    }

    /** JSON Schema of a request. */
    ObjectNode schema() {
        return Field.schema(List.of(TEXT, model), TEXT.name());
    }
}
