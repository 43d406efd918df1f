package charrnn.config;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.util.Optional;
import java.util.stream.Stream;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.reader.ReaderException;

/**
 * Why a text is not YAML, told in one line; the parsers beneath take several and quote the text.
 *
 * @param line the line where reading stopped
 * @param message the reason
 */
record YamlProblem(int line, String message) {

    /** What the parsers say of a text. */
    static YamlProblem of(IOException failure, String text) {
        if (failure.getCause() instanceof ReaderException forbidden) {
            return ofCharacter(forbidden, text);
        }
        if (failure.getCause() instanceof MarkedYAMLException marked) {
            return ofSyntax(marked);
        }
        int line = failure instanceof JsonProcessingException located
                ? Optional.ofNullable(located.getLocation())
                        .map(JsonLocation::getLineNr)
                        .orElse(1)
                : 1;
        return new YamlProblem(Math.max(1, line), reworded(failure));
    }

    private static YamlProblem ofCharacter(ReaderException forbidden, String text) {
        int before = text.indexOf(Character.toString(forbidden.getCodePoint()));
        long linesBefore =
                text.chars().limit(Math.max(0, before)).filter(c -> c == '\n').count();
        return new YamlProblem(
                1 + (int) linesBefore, "the character U+%04X is not allowed".formatted(forbidden.getCodePoint()));
    }

    private static YamlProblem ofSyntax(MarkedYAMLException marked) {
        int line = Optional.ofNullable(marked.getProblemMark())
                .map(mark -> mark.getLine() + 1)
                .orElse(1);
        String problem = Stream.of(Optional.ofNullable(marked.getContext()), Optional.ofNullable(marked.getProblem()))
                .flatMap(Optional::stream)
                .reduce((context, reason) -> context + ", " + reason)
                .orElse("unreadable");
        String hint = problem.contains("scanning an alias") ? "; a text that begins with * needs quotes" : "";
        return new YamlProblem(line, oneLine(problem) + hint);
    }

    /** Some messages name Java classes and methods, which tell the writer of a configuration nothing. */
    private static String reworded(IOException failure) {
        String message = failure instanceof JsonProcessingException located
                ? located.getOriginalMessage()
                : String.valueOf(failure.getMessage());
        if (message.startsWith("Expected a field name")) {
            return "a key is a list, a section or an alias, but must be a word";
        }
        return oneLine(message.replaceAll(", from `[^`]*`", ""));
    }

    private static String oneLine(String message) {
        return message.replaceAll("[\\s\\p{Cc}\\u2028\\u2029]+", " ").strip();
    }
}
