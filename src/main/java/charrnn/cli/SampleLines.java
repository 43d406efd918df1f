package charrnn.cli;

import charrnn.files.StrictJson;
import charrnn.sample.FinishReason;
import charrnn.sample.Samples;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.function.Function;

/** Prints each sample as a JSON object on a line. */
final class SampleLines implements Samples.Listener {
    /** Writes ASCII alone, so that no character of a text can control a terminal. */
    private static final JsonMapper JSON = StrictJson.ASCII;

    private final PrintWriter out;
    private final String prime;
    private final Function<FinishReason, String> finishReason;

    /** @param finishReason maps the end of a sample to its {@code finishReason} */
    SampleLines(PrintWriter out, String prime, Function<FinishReason, String> finishReason) {
        this.out = out;
        this.prime = prime;
        this.finishReason = finishReason;
    }

    @Override
    public void complete(Samples.Sample sample) {
        String text = sample.text();
        int chars = text.codePointCount(0, text.length());
        ObjectNode json = JSON.createObjectNode()
                .put("seed", sample.seed().isPresent() ? sample.seed().getAsLong() : null)
                .put("prime", prime)
                .put("text", text)
                .put("finishReason", finishReason.apply(sample.reason()))
                .put("bits", rounded(sample.bits()))
                .put("bitsPerChar", chars == 0 ? 0 : rounded(sample.bits() / chars));
        try {
            SamplePrinter.print(out, JSON.writeValueAsString(json) + "\n");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write a sample as JSON", e);
        }
    }

    private static double rounded(double bits) {
        return Math.round(bits * 1e4) / 1e4;
    }
}
