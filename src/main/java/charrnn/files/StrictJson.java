package charrnn.files;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.type.LogicalType;
import org.apache.commons.io.function.Uncheck;

/**
 * Reads and writes JSON. Reading is strict: a text must be one JSON value, and a missing, unknown, repeated or null key
 * of a record, or a value of another type, is an error; only {@code "NaN"} and {@code "Infinity"} count as numbers. Writing gives the same bytes on every system.
 */
public final class StrictJson {
    /** A mapper with Jackson's own limits; writes on one line and does not escape non-ASCII characters. */
    public static final JsonMapper MAPPER =
            builder(StreamReadConstraints.defaults()).build();

    /** The same mapper, but it escapes characters outside ASCII, so that no text can control a terminal. */
    public static final JsonMapper ASCII =
            MAPPER.rebuild().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private StrictJson() {}

    /** A builder of a strict mapper for untrusted JSON. */
    public static JsonMapper.Builder builder(StreamReadConstraints limits) {
        JsonFactory factory = JsonFactory.builder()
                .streamReadConstraints(limits)
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();
        return JsonMapper.builder(factory)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .withCoercionConfig(
                        LogicalType.Textual, text -> text.setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.Float, CoercionAction.Fail))
                .defaultSetterInfo(JsonSetter.Value.construct(Nulls.FAIL, Nulls.FAIL))
                .defaultPrettyPrinter(new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n")));
    }

    /** An empty JSON object. */
    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /**
     * Reads a record.
     *
     * @throws JsonProcessingException if the text is not a valid record; {@link #reason} says why
     */
    public static <T> T read(String json, Class<T> type) throws JsonProcessingException {
        T value = MAPPER.readValue(json, type);
        if (value == null) { // the JSON value null
            throw MismatchedInputException.from(null, type, "it is null");
        }
        return value;
    }

    /** A value as indented JSON, with a line feed at the end. */
    public static String write(Object value) {
        return Uncheck.get(() -> MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(value)) + "\n";
    }

    /**
     * Describes an error and its location: "Unexpected close marker '}' (line 2, column 13)". If a record's constructor
     * refused a value, its message is used. The result may quote part of the text, with control characters.
     */
    public static String reason(JsonProcessingException failure) {
        String what = failure.getCause() instanceof IllegalArgumentException refused
                ? String.valueOf(refused.getMessage())
                : failure.getOriginalMessage();
        JsonLocation at = failure.getLocation();
        return at == null ? what : what + " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")";
    }
}
