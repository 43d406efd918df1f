package charrnn.model.checkpoint;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import java.io.IOException;
import java.util.OptionalDouble;

/** {@code OptionalDouble} as a JSON number or {@code null}: JSON has no NaN, and Java code needs no null. */
final class OptionalDoubleModule {
    private OptionalDoubleModule() {}

    static SimpleModule create() {
        return new SimpleModule("optional-double")
                .addSerializer(OptionalDouble.class, new Writer())
                .addDeserializer(OptionalDouble.class, new Reader());
    }

    private static final class Writer extends StdScalarSerializer<OptionalDouble> {
        private static final long serialVersionUID = 1L;

        Writer() {
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

    private static final class Reader extends StdScalarDeserializer<OptionalDouble> {
        private static final long serialVersionUID = 1L;

        Reader() {
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
