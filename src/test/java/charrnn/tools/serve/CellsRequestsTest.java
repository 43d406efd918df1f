package charrnn.tools.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import charrnn.tools.serve.decode.HashModel;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Requests for the activations of a text: {@code /v1/cells}. */
class CellsRequestsTest extends ServedTest {
    private static final String CELLS = "/v1/cells";

    private static String body(String text) {
        return JsonNodeFactory.instance.objectNode().put("text", text).toString();
    }

    private static JsonNode answer(String text) throws Exception {
        HttpResponse<String> answer = served.postTo(CELLS, body(text));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Served.JSON.readTree(answer.body());
    }

    @Test
    void cellsReturnsActivations() throws Exception {
        String text = "ab\nc";
        JsonNode cells = answer(text);
        assertThat(cells.get("model").asText()).isEqualTo(Served.MODEL);
        assertThat(cells.get("text").asText()).isEqualTo(text);
        assertThat(cells.get("layers").toString()).isEqualTo("[3,2]");
        assertThat(cells.get("signals")).hasSize(2 * 5);
        HashModel model = new HashModel();
        model.add();
        double bits = 0;
        for (int t = 0; t < text.length(); t++) {
            int symbol = model.vocabulary().indexOf(text.charAt(t));
            if (t > 0) {
                bits -= model.logProbabilities(0)[symbol] / Math.log(2) / 3;
            }
            model.step(symbol);
            // h of unit 2 in layer 2, which is the model's fourth logarithm.
            assertThat(value(cells, 2 * 4, t)).isCloseTo((model.logProbabilities(0)[3] + 2.5) / 10, within(0.002));
        }
        assertThat(cells.get("bitsPerChar").asDouble()).isCloseTo(bits, within(1e-4));
    }

    private static double value(JsonNode cells, int signal, int place) {
        JsonNode packed = cells.get("signals").get(signal);
        double low = packed.get(0).asDouble();
        double high = packed.get(1).asDouble();
        String digits = cells.get("digits").asText();
        int digit = digits.indexOf(packed.get(2).asText().charAt(place));
        return low + digit * (high - low) / (digits.length() - 1);
    }

    /** Four texts are accepted at a time; clients that disconnect make room for others. */
    @Test
    void analysesRunOneAtATimeAndDelayNoCompletion() throws Exception {
        HashModel slow = new HashModel();
        try (Served busy = new Served()) {
            busy.server().adopt(Served.MODEL, Served.network(new HashModel(), slow));
            slow.hold();
            List<Socket> waiting = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                waiting.add(busy.send(Served.raw(CELLS, body("ab"))));
            }
            busy.awaitHealth("analyses", 4);
            assertThat(busy.code(503, busy.postTo(CELLS, body("ab")))).isEqualTo("busy");
            assertThat(busy.complete("{\"prompt\": \"a\"}").get("choices")).hasSize(1);
            assertThat(busy.get("/health").statusCode()).isEqualTo(200);
            for (Socket hasty : waiting.subList(1, 4)) {
                hasty.close();
            }
            slow.release();
            try (Socket first = waiting.get(0)) {
                assertThat(ConnectionsTest.reader(first).readLine()).startsWith("HTTP/1.1 200");
            }
            busy.awaitHealth("analyses", 0);
            assertThat(busy.postTo(CELLS, body("ab")).statusCode()).isEqualTo(200);
        } finally {
            slow.release();
        }
    }
}
