package charrnn.cli;

import charrnn.sample.FinishReason;
import charrnn.sample.Samples;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Function;

/** Prints each sample as a JSON object on a line, in the order of the samples. */
final class SampleLines implements Samples.Listener {
    /** Writes ASCII alone, so that no character of a text can control a terminal. */
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private final PrintWriter out;
    private final String prime;
    private final Function<FinishReason, String> finishReason;
    private final Map<Integer, Sample> underWay = new HashMap<>();
    private final Map<Integer, String> complete = new HashMap<>();
    private int current;

    private static final class Sample {
        private final StringBuilder text = new StringBuilder();
        private OptionalLong seed = OptionalLong.empty();
        private double bits;
    }

    /** @param finishReason maps the end of a sample to its {@code finishReason} */
    SampleLines(PrintWriter out, String prime, Function<FinishReason, String> finishReason) {
        this.out = out;
        this.prime = prime;
        this.finishReason = finishReason;
    }

    private Sample sample(int number) {
        return underWay.computeIfAbsent(number, n -> new Sample());
    }

    @Override
    public void accept(int number, int codePoint) {
        sample(number).text.appendCodePoint(codePoint);
    }

    @Override
    public void measured(int number, OptionalLong seed, double bits) {
        sample(number).seed = seed;
        sample(number).bits = bits;
    }

    @Override
    public void complete(int number, FinishReason end) {
        complete.put(number, json(sample(number), end));
        underWay.remove(number);
        while (complete.containsKey(current)) {
            SamplePrinter.print(out, complete.remove(current++) + "\n");
        }
    }

    private String json(Sample sample, FinishReason end) {
        String text = sample.text.toString();
        int chars = text.codePointCount(0, text.length());
        ObjectNode json = JSON.createObjectNode()
                .put("seed", sample.seed.isPresent() ? sample.seed.getAsLong() : null)
                .put("prime", prime)
                .put("text", text)
                .put("finishReason", finishReason.apply(end))
                .put("bits", rounded(sample.bits))
                .put("bitsPerChar", chars == 0 ? 0 : rounded(sample.bits / chars));
        try {
            return JSON.writeValueAsString(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write a sample as JSON", e);
        }
    }

    private static double rounded(double bits) {
        return Math.round(bits * 1e4) / 1e4;
    }
}
