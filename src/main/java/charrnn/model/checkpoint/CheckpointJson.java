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
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import java.io.IOException;
import java.util.OptionalDouble;

/** A checkpoint's JSON: indented ASCII, read strictly, of small depth and short texts. */
final class CheckpointJson {
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

    /**
     * The tree of a JSON entry.
     *
     * @throws Refused if it is not one JSON value, names a key twice, or exceeds the limits
     */
    static JsonNode tree(ZipSlice entry) {
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

    /** Writes an empty value as {@code null}: JSON has no NaN. */
    private static final class OptionalDoubleWriter extends StdScalarSerializer<OptionalDouble> {
        private static final long serialVersionUID = 1L;

        OptionalDoubleWriter() {
            super(OptionalDouble.class);
        }

        @Override
        public void serialize(OptionalDouble value, JsonGenerator out, SerializerProvider provider) throws IOException {
            if (value.isPresent()) {
                out.writeNumber(value.getAsDouble());
            } else {
                out.writeNull();
            }
        }
    }

    private static final class OptionalDoubleReader extends StdScalarDeserializer<OptionalDouble> {
        private static final long serialVersionUID = 1L;

        OptionalDoubleReader() {
            super(OptionalDouble.class);
        }

        @Override
        public OptionalDouble deserialize(JsonParser in, DeserializationContext context) throws IOException {
            return OptionalDouble.of(_parseDoublePrimitive(in, context));
        }

        @Override
        public OptionalDouble getNullValue(DeserializationContext context) {
            return OptionalDouble.empty();
        }
    }
}
