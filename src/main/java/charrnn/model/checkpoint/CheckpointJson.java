package charrnn.model.checkpoint;

import charrnn.config.TerminalText;
import charrnn.files.StrictJson;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** Reads and writes the JSON of a checkpoint: indented ASCII, read strictly, with limits of depth and length. */
final class CheckpointJson {
    /** Version of the format of all charrnn/ entries; a change that an older charrnn would misread increments it. */
    static final int FORMAT = 2;

    private static final String FORMAT_KEY = "formatVersion";

    static final JsonMapper MAPPER = StrictJson.builder(StreamReadConstraints.builder()
                    .maxNestingDepth(16)
                    .maxStringLength(1000)
                    .maxNameLength(100)
                    .maxNumberLength(40)
                    .build())
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .addModule(new SimpleModule()
                    .addSerializer(OptionalDouble.class, new OptionalDoubleWriter())
                    .addDeserializer(OptionalDouble.class, new OptionalDoubleReader()))
            .withConfigOverride(
                    OptionalDouble.class, override -> override.setSetterInfo(JsonSetter.Value.forValueNulls(Nulls.SET)))
            .build();

    private CheckpointJson() {}

    /** @throws Refused if the entry is not one JSON value, names a key twice, or exceeds the limits */
    static JsonNode tree(ZipImage.Entry entry) {
        return tree(entry.text(), entry.name());
    }

    static JsonNode tree(String json, String entry) {
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw Refused.because("its entry " + entry + " is not the JSON that charrnn writes: "
                    + TerminalText.line(e.getOriginalMessage(), 100));
        }
    }

    /** {@code charrnn/progress.json}: the fields of {@link Progress}, after the version of the format. */
    static byte[] writeProgress(Progress progress) throws JsonProcessingException {
        ObjectNode json = MAPPER.createObjectNode().put(FORMAT_KEY, FORMAT);
        json.setAll((ObjectNode) MAPPER.valueToTree(progress));
        return MAPPER.writeValueAsBytes(json);
    }

    /** @throws Refused if the format is newer, or a field is missing, unknown or wrong */
    static Progress readProgress(JsonNode json) {
        JsonNode format = json.path(FORMAT_KEY);
        Refused.unless(
                format.isIntegralNumber() && format.asLong() >= 1,
                "its " + Part.PROGRESS.entry + " has no valid " + FORMAT_KEY);
        if (!format.canConvertToInt() || format.intValue() > FORMAT) {
            throw Refused.with("was made by a newer charrnn (format " + TerminalText.line(format.asText(), 100)
                    + "), this one reads format " + FORMAT);
        }
        ObjectNode fields = ((ObjectNode) json).without(FORMAT_KEY);
        if (format.intValue() == 1) { // lacks these two
            fields.set("course", MAPPER.valueToTree(Progress.Course.NEW));
            fields.set("sinceReport", MAPPER.valueToTree(Progress.SinceReport.NOTHING));
        }
        try {
            return MAPPER.treeToValue(fields, Progress.class);
        } catch (JsonMappingException e) {
            String path = e.getPath().stream()
                    .map(JsonMappingException.Reference::getFieldName)
                    .collect(Collectors.joining("."));
            throw Refused.because("its " + Part.PROGRESS.entry + " is wrong at '" + TerminalText.line(path, 100) + "'");
        } catch (JsonProcessingException e) {
            throw Refused.because("its " + Part.PROGRESS.entry + " is wrong");
        }
    }

    /** Writes an empty value as {@code null}. */
    private static final class OptionalDoubleWriter extends JsonSerializer<OptionalDouble> {
        @Override
        public void serialize(OptionalDouble value, JsonGenerator out, SerializerProvider all) throws IOException {
            if (value.isPresent()) {
                out.writeNumber(value.getAsDouble());
            } else {
                out.writeNull();
            }
        }
    }

    /** Reads {@code null} as an empty value. */
    private static final class OptionalDoubleReader extends JsonDeserializer<OptionalDouble> {
        @Override
        public OptionalDouble deserialize(JsonParser in, DeserializationContext context) throws IOException {
            return OptionalDouble.of(context.readValue(in, double.class));
        }

        @Override
        public OptionalDouble getNullValue(DeserializationContext context) {
            return OptionalDouble.empty();
        }
    }
}
