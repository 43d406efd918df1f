package charrnn.serve;

import charrnn.evaluate.cells.CellPage;
import charrnn.evaluate.cells.CellReport;
import charrnn.model.ActivationSource;
import charrnn.serve.decode.DecodingLoop;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.FullHttpRequest;
import java.util.function.Supplier;

/**
 * {@code POST /v1/cells}: what each unit does while the network reads a text.
 *
 * @param model its name
 * @param network the one that is served now; there is one once the loop is ready
 */
record Cells(DecodingLoop loop, Json json, Analysis analysis, String model, Supplier<ActivationSource> network)
        implements Endpoint {
    private static final int MOST = 4000;

    static final TextRequest REQUEST = new TextRequest(2, MOST, "What the network is to read.");

    @Override
    public void answer(FullHttpRequest request, Channel channel) {
        String text = REQUEST.read(json.read(request));
        Health.requireReady(loop.state());
        ActivationSource read = network.get();
        analysis.answer(
                channel,
                () -> CellPage.data(
                        CellReport.of(model, "text", read, text.codePoints().toArray()), MOST));
    }
}
