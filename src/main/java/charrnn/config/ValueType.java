package charrnn.config;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a key's value, or each item of its list, may be. */
sealed interface ValueType permits WholeNumber, DecimalNumber, ValueType.Truth, ValueType.Text, ValueType.Choice {

    /** What is allowed, to follow "must be". */
    String allowed();

    /** The value that a text stands for; empty where the text is refused. */
    Optional<Object> read(String text);

    /** What is to be written instead of a refused text, to follow "must be". */
    default String wanted(String text) {
        return allowed();
    }

    /** {@code true} or {@code false}; {@code yes} and {@code on} are refused, since not all of YAML knows them. */
    record Truth() implements ValueType {
        @Override
        public String allowed() {
            return "true or false";
        }

        @Override
        public Optional<Object> read(String text) {
            return switch (text.toLowerCase(Locale.ROOT)) {
                case "true" -> Optional.of(true);
                case "false" -> Optional.of(false);
                default -> Optional.empty();
            };
        }
    }

    /** Any characters that a file name or a UTF-8 file can hold. */
    record Text(boolean notEmpty) implements ValueType {
        @Override
        public String allowed() {
            return notEmpty ? "a text that is not empty" : "a text";
        }

        @Override
        public Optional<Object> read(String text) {
            return isWritable(text) && !(notEmpty && text.isBlank()) ? Optional.of(text) : Optional.empty();
        }

        @Override
        public String wanted(String text) {
            return isWritable(text) ? allowed() : "a text without NUL and without halves of surrogate pairs";
        }

        private static boolean isWritable(String text) {
            return text.codePoints().noneMatch(c -> c == 0 || Character.getType(c) == Character.SURROGATE);
        }
    }

    /** One of a few words, the constants of an enum in lower case. */
    record Choice(List<Enum<?>> constants) implements ValueType {
        static Choice of(Class<?> type) {
            return new Choice(Arrays.stream(type.getEnumConstants())
                    .<Enum<?>>map(constant -> (Enum<?>) constant)
                    .toList());
        }

        @Override
        public String allowed() {
            return Spelling.either(words());
        }

        @Override
        public Optional<Object> read(String text) {
            return constants.stream()
                    .filter(constant -> constant.name().equalsIgnoreCase(text))
                    .findFirst()
                    .map(constant -> (Object) constant);
        }

        @Override
        public String wanted(String text) {
            return allowed() + Spelling.question(Spelling.nearest(text, words()));
        }

        private List<String> words() {
            return constants.stream()
                    .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                    .toList();
        }
    }
}
