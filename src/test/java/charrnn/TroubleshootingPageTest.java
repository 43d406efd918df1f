package charrnn;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The messages of the troubleshooting page are those of the program. */
class TroubleshootingPageTest {
    private static final Path PAGE = Path.of("docs/guide/troubleshooting.md");

    /** Messages of Java and of the C library. */
    private static final Set<String> FOREIGN = Set.of(
            "Unable to access jarfile charrnn.jar",
            "UnsupportedClassVersionError",
            "GLIBC_2.27' not found",
            "A terminally deprecated method in sun.misc.Unsafe has been called");

    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    @Test
    void eachPartOfAMessageIsInTheSource() throws IOException {
        StringBuilder source = new StringBuilder();
        for (String folder : List.of("src/main/java", "lstm/src/main/java", "grammar/src/main/java")) {
            try (Stream<Path> files = Files.walk(Path.of(folder))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    source.append(Files.readString(file));
                }
            }
        }
        String joined = source.toString().replaceAll("\"\\s*\\+\\s*\"", "").replace("\\\"", "\"");
        List<String> parts = Files.readAllLines(PAGE).stream()
                .filter(line -> line.startsWith("| "))
                .flatMap(line -> CODE.matcher(line.split(" \\| ")[0]).results())
                .map(code -> code.group(1))
                .filter(message -> !FOREIGN.contains(message))
                .flatMap(message -> Stream.of(message.split("…")))
                .map(part -> part.replaceAll("^[ '\"]+|[ '\"]+$", ""))
                .filter(part -> part.length() > 3)
                .toList();
        assertThat(parts).hasSizeGreaterThan(40);
        assertThat(parts.stream().filter(part -> !joined.contains(part)))
                .as("parts that the source does not contain")
                .isEmpty();
    }
}
