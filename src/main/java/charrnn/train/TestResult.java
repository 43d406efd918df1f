package charrnn.train;

import charrnn.evaluate.BitsPerCharacter;
import charrnn.files.AtomicFile;
import charrnn.model.checkpoint.Progress;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The loss of a run's checkpoint on the run's test text: {@code test.json} in the run's folder. {@code evaluate} writes
 * it, even while the run trains; training neither reads nor writes it.
 *
 * @param step step of the checkpoint
 * @param validationBpc validation loss of the checkpoint; empty where the run has no validation text
 * @param bitsPerChar loss on the test text, bits per character
 * @param chars number of characters that were predicted
 */
public record TestResult(long step, OptionalDouble validationBpc, double bitsPerChar, long chars) {
    private static final String FILE_NAME = "test.json";
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * The result of a checkpoint that was measured.
     *
     * @param checkpoint the checkpoint's progress
     */
    public TestResult(Progress checkpoint, BitsPerCharacter measured) {
        this(checkpoint.step(), checkpoint.scores().lastValidationBpc(), measured.bits(), measured.chars());
    }

    /**
     * Reads the result of a checkpoint from its run's folder. Empty if nothing was measured, if the file cannot be
     * read, or if it is the result of another checkpoint: step and validation loss must be equal.
     *
     * @param checkpoint progress of the run's best checkpoint
     */
    public static Optional<TestResult> of(Path runFolder, Progress checkpoint) {
        try {
            JsonNode json = JSON.readTree(Files.readString(runFolder.resolve(FILE_NAME)));
            TestResult result = new TestResult(
                    json.path("step").asLong(-1),
                    number(json.path("validationBpc")),
                    number(json.path("bitsPerChar")).orElse(Double.NaN),
                    json.path("chars").asLong());
            return Optional.of(result).filter(it -> it.isOf(checkpoint));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static OptionalDouble number(JsonNode value) {
        return value.isNumber() ? OptionalDouble.of(value.doubleValue()) : OptionalDouble.empty();
    }

    private boolean isOf(Progress checkpoint) {
        return Double.isFinite(bitsPerChar)
                && step == checkpoint.step()
                && validationBpc.equals(checkpoint.scores().lastValidationBpc());
    }

    /**
     * Writes the result into a run's folder. It replaces an earlier one atomically.
     *
     * @throws IOException if it cannot be written
     */
    public void write(Path runFolder) throws IOException {
        ObjectNode json = JSON.createObjectNode().put("step", step);
        validationBpc.ifPresent(bpc -> json.put("validationBpc", bpc));
        json.put("bitsPerChar", bitsPerChar).put("chars", chars);
        AtomicFile.write(
                runFolder.resolve(FILE_NAME), out -> out.write((json + "\n").getBytes(StandardCharsets.UTF_8)));
    }
}
