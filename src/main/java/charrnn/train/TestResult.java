package charrnn.train;

import charrnn.evaluate.BitsPerCharacter;
import charrnn.files.AtomicFile;
import charrnn.files.BoundedFile;
import charrnn.files.StrictJson;
import charrnn.model.checkpoint.Progress;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
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
        AtomicFile.writeString(runFolder.resolve(FILE_NAME), text(checkpoint, measured));
    }

    private static String text(Progress checkpoint, BitsPerCharacter measured) {
        ObjectNode json = StrictJson.object().put("step", checkpoint.step());
        checkpoint.losses().lastValidationBpc().ifPresent(bpc -> json.put("validationBpc", bpc));
        return json.put("bitsPerChar", measured.bits()).put("chars", measured.chars()) + "\n";
    }

    /** Reads the result of a checkpoint; empty if the file is not exactly what {@link #write} writes for it. */
    public static Optional<BitsPerCharacter> read(Path runFolder, Progress checkpoint) {
        try {
            String text = BoundedFile.readString(runFolder.resolve(FILE_NAME), 1);
            JsonNode json = StrictJson.MAPPER.readTree(text);
            BitsPerCharacter measured = new BitsPerCharacter(
                    json.path("bitsPerChar").asDouble(), json.path("chars").asLong());
            return text.equals(text(checkpoint, measured)) ? Optional.of(measured) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
