package charrnn.train;

import charrnn.evaluate.BitsPerCharacter;
import charrnn.files.AtomicFile;
import charrnn.files.StrictJson;
import charrnn.model.checkpoint.Progress;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The loss of a run's best checkpoint on the run's test text: {@code test.json} in the run's folder, which {@code evaluate}
 * writes, even during a training.
 */
public final class TestResult {
    private static final String FILE_NAME = "test.json";

    private TestResult() {}

    /** Writes the result of a checkpoint into the run's folder, atomically. */
    public static void write(Path runFolder, Progress checkpoint, BitsPerCharacter measured) throws IOException {
        ObjectNode json = StrictJson.MAPPER.createObjectNode().put("step", checkpoint.step());
        checkpoint.scores().lastValidationBpc().ifPresent(bpc -> json.put("validationBpc", bpc));
        json.put("bitsPerChar", measured.bits()).put("chars", measured.chars());
        AtomicFile.writeString(runFolder.resolve(FILE_NAME), json + "\n");
    }

    /**
     * Reads the result of a checkpoint. Empty if the file does not exist, cannot be read, or is the result of another
     * checkpoint: step and validation loss must be equal.
     */
    public static Optional<BitsPerCharacter> read(Path runFolder, Progress checkpoint) {
        try {
            JsonNode json = StrictJson.MAPPER.readTree(Files.readString(runFolder.resolve(FILE_NAME)));
            double bits = number(json, "bitsPerChar");
            double validation = checkpoint.scores().lastValidationBpc().orElse(Double.NaN);
            return Double.isFinite(bits)
                            && json.path("step").asLong(-1) == checkpoint.step()
                            && Double.compare(number(json, "validationBpc"), validation) == 0
                    ? Optional.of(new BitsPerCharacter(bits, json.path("chars").asLong()))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static double number(JsonNode json, String field) {
        return json.path(field).isNumber() ? json.path(field).doubleValue() : Double.NaN;
    }
}
