package charrnn.tools.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import charrnn.tools.serve.RecordingJson.PackedValues;
import charrnn.tools.serve.decode.HashModel;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Requests for the activations of a text: {@code /v1/cells}. */
class CellsRequestsTest extends ServedTest {
    private static final String CELLS = "/v1/cells";

    private static String body(String text) {
        return JsonNodeFactory.instance.objectNode().put("text", text).toString();
    }

    @Test
    void cellsReturnsActivations() throws Exception {
        String text = "ab\nc";
        JsonNode cells = served.answer(CELLS, body(text));
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

    @Test
    void packedValuesAreRestoredWithinHalfAStep() {
        SplittableRandom random = new SplittableRandom(5);
        float[] values = new float[1000];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (3 * random.nextGaussian() - 1);
        }
        PackedValues packed = PackedValues.of(values);
        assertThat(packed.digits()).hasSameSizeAs(values);
        float step = (packed.high() - packed.low()) / (PackedValues.DIGITS.length() - 1);
        for (int i = 0; i < values.length; i++) {
            float back = packed.low()
                    + step * PackedValues.DIGITS.indexOf(packed.digits().charAt(i));
            assertThat(back).isCloseTo(values[i], within(0.501f * step));
        }
        assertThat(PackedValues.of(new float[] {2, 2})).isEqualTo(new PackedValues(2, 2, "!!"));
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
