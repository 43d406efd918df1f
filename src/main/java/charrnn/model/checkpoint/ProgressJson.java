package charrnn.model.checkpoint;

import charrnn.config.TerminalText;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.stream.Collectors;

/** {@code charrnn/progress.json}: the fields of {@link Progress}, after the format of the charrnn/ entries. */
final class ProgressJson {
    /** Format of all charrnn/ entries; a change that an older charrnn would misread must raise it. */
    static final int FORMAT = 2;

    private static final String FORMAT_KEY = "formatVersion";

    private ProgressJson() {}

    static byte[] write(Progress progress) throws JsonProcessingException {
        ObjectNode json = CheckpointJson.MAPPER.createObjectNode().put(FORMAT_KEY, FORMAT);
        json.setAll((ObjectNode) CheckpointJson.MAPPER.valueToTree(progress));
        return CheckpointJson.MAPPER.writeValueAsBytes(json);
    }

    /** @throws Refused if the format is another one, or a field is missing, unknown or wrong */
    static Progress read(JsonNode json) {
        checkFormat(json.path(FORMAT_KEY));
        if (((ObjectNode) json).remove(FORMAT_KEY).intValue() == 1) {
            completeFirstFormat((ObjectNode) json);
        }
        try {
            return CheckpointJson.MAPPER.treeToValue(json, Progress.class);
        } catch (JsonMappingException e) {
            String path = e.getPath().stream()
                    .map(JsonMappingException.Reference::getFieldName)
                    .collect(Collectors.joining("."));
            throw Refused.because(
                    "its " + Part.PROGRESS.entry() + " is wrong at '" + TerminalText.line(path, 100) + "'");
        } catch (JsonProcessingException e) {
            throw Refused.because("its " + Part.PROGRESS.entry() + " is wrong");
        }
    }

    /** Format 1 did not know of these. */
    private static void completeFirstFormat(ObjectNode json) {
        json.set("course", CheckpointJson.MAPPER.valueToTree(Progress.Course.NEW));
        json.set("sinceReport", CheckpointJson.MAPPER.valueToTree(Progress.SinceReport.NOTHING));
    }

    private static void checkFormat(JsonNode format) {
        if (!format.isIntegralNumber() || format.asLong() < 1) {
            throw Refused.because("its " + Part.PROGRESS.entry() + " does not tell its " + FORMAT_KEY);
        }
        if (!format.canConvertToInt() || format.intValue() > FORMAT) {
            throw Refused.with("was made by a newer charrnn (format " + TerminalText.line(format.asText(), 100)
                    + "), this one reads format " + FORMAT);
        }
    }
}
