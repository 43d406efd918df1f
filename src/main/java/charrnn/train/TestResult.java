package charrnn.train;

import charrnn.evaluate.BitsPerCharacter;
import charrnn.files.AtomicFile;
import charrnn.files.StrictJson;
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
 * The loss of a run's checkpoint on the run's test text: {@code test.json} in the run's folder, which {@code evaluate}
 * writes, even during a training.
 *
 * @param step step of the checkpoint
 * @param validationBpc validation loss of the checkpoint; empty where the run has no validation text
 * @param bitsPerChar loss on the test text, bits per character
 * @param chars number of characters that were predicted
 */
public record TestResult(long step, OptionalDouble validationBpc, double bitsPerChar, long chars) {
    private static final String FILE_NAME = "test.json";
    private static final ObjectMapper JSON = StrictJson.MAPPER;

    /** @param checkpoint progress of the checkpoint that was measured */
    public TestResult(Progress checkpoint, BitsPerCharacter measured) {
        this(checkpoint.step(), checkpoint.scores().lastValidationBpc(), measured.bits(), measured.chars());
    }

    /**
     * Reads the result of a checkpoint. Empty if the file does not exist, cannot be read, or is the result of another
     * checkpoint: step and validation loss must be equal.
     *
     * @param checkpoint progress of the run's best checkpoint
     */
    public static Optional<TestResult> of(Path runFolder, Progress checkpoint) {
        try {
            JsonNode json = JSON.readTree(Files.readString(runFolder.resolve(FILE_NAME)));
            JsonNode validation = json.path("validationBpc");
            TestResult result = new TestResult(
                    json.path("step").asLong(-1),
                    validation.isNumber() ? OptionalDouble.of(validation.doubleValue()) : OptionalDouble.empty(),
                    json.path("bitsPerChar").isNumber()
                            ? json.path("bitsPerChar").doubleValue()
                            : Double.NaN,
                    json.path("chars").asLong());
            return Double.isFinite(result.bitsPerChar)
                            && result.step == checkpoint.step()
                            && result.validationBpc.equals(checkpoint.scores().lastValidationBpc())
                    ? Optional.of(result)
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Writes the result into a run's folder, atomically. */
    public void write(Path runFolder) throws IOException {
        ObjectNode json = JSON.createObjectNode().put("step", step);
        validationBpc.ifPresent(bpc -> json.put("validationBpc", bpc));
        json.put("bitsPerChar", bitsPerChar).put("chars", chars);
        AtomicFile.write(
                runFolder.resolve(FILE_NAME), out -> out.write((json + "\n").getBytes(StandardCharsets.UTF_8)));
    }
}
