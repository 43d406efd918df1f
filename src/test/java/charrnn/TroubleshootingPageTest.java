package charrnn;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The messages of the troubleshooting page are those of the program. */
class TroubleshootingPageTest {
    private static final Path PAGE = Path.of("docs/guide/troubleshooting.md");

    /** Messages of Java and of the C library. */
    private static final Set<String> FOREIGN =
            Set.of("Unable to access jarfile charrnn.jar", "UnsupportedClassVersionError", "GLIBC_2.27' not found");

    /** The first cell of a table's row. */
    private static final Pattern FIRST_CELL = Pattern.compile("(?m)^\\| (.*?) \\| ");

    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Pattern LITERAL = Pattern.compile("\"((?:[^\"\\\\\\n]|\\\\.)*)\"");
    private static final Pattern JOINED_LITERALS = Pattern.compile("\"\\s*\\+\\s*\"");

    @Test
    void eachPartOfAMessageIsInAStringOfTheSource() throws IOException {
        List<String> literals = literals();
        List<String> parts = messages()
                .flatMap(message -> Stream.of(message.split("…")))
                .map(part -> part.replaceAll("^[ '\"]+|[ '\"]+$", ""))
                .filter(part -> part.length() > 3)
                .toList();
        assertThat(parts).hasSizeGreaterThan(100);
        assertThat(parts.stream().filter(part -> literals.stream().noneMatch(literal -> literal.contains(part))))
                .as("parts that no string contains")
                .isEmpty();
    }

    private static Stream<String> messages() throws IOException {
        return FIRST_CELL
                .matcher(Files.readString(PAGE))
                .results()
                .flatMap(cell -> CODE.matcher(cell.group(1)).results())
                .map(code -> code.group(1))
                .filter(message -> !FOREIGN.contains(message));
    }

    private static List<String> literals() throws IOException {
        StringBuilder source = new StringBuilder();
        for (String folder : List.of("src/main/java", "lstm/src/main/java")) {
            try (Stream<Path> files = Files.walk(Path.of(folder))) {
                files.filter(file -> file.toString().endsWith(".java"))
                        .forEach(file -> source.append(read(file)).append('\n'));
            }
        }
        return LITERAL.matcher(JOINED_LITERALS.matcher(source).replaceAll(""))
                .results()
                .map((MatchResult literal) -> literal.group(1).replace("\\\"", "\""))
                .toList();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
