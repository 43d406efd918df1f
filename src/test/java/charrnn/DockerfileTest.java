package charrnn;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The sources that the {@code Dockerfile} copies are in the build context, which {@code .dockerignore} limits. */
class DockerfileTest {
    @Test
    void eachCopiedFileExistsAndIsInTheBuildContext() throws IOException {
        List<String> patterns = Files.readAllLines(Path.of(".dockerignore"));
        List<String> sources = Files.readAllLines(Path.of("Dockerfile")).stream()
                .filter(line -> line.startsWith("COPY ") && !line.contains("--from="))
                .flatMap(line -> operands(line).stream())
                .toList();
        assertThat(sources)
                .contains("src", "checkpoints/linux")
                .allSatisfy(source -> assertThat(Path.of(source)).exists())
                .allSatisfy(source ->
                        assertThat(isIgnored(source, patterns)).as("ignored").isFalse());
    }

    @ParameterizedTest
    @CsvSource({
        "checkpoints/*, checkpoints/c, true",
        "checkpoints/*, checkpoints/c/best.zip, true",
        "checkpoints/*, checkpoints, false",
        "checkpoints/*|!checkpoints/c, checkpoints/c, false",
        "checkpoints/*|!checkpoints/c, checkpoints/c/best.zip, false",
        "checkpoints/*|!checkpoints/c, checkpoints/lstm/best.zip, true",
        "!docs|docs, docs, true",
        "**/target, target, true",
        "**/target, lstm/target/classes, true",
        "**/target, lstm/targets, false",
        "docs, lstm/docs, false",
        "/docs/, docs/guide, true",
        "# docs|*.jar, docs, false",
        "*.jar, charrnn.jar, true",
        "*.jar, charrnnxjar, false",
        "?.c, ab.c, false",
    })
    void patternsMatchAsInDocker(String patterns, String path, boolean ignored) {
        assertThat(isIgnored(path, List.of(patterns.split("\\|")))).isEqualTo(ignored);
    }

    /** The sources of a COPY instruction of one line in the shell form, with options and the destination left out. */
    private static List<String> operands(String copy) {
        List<String> words = Arrays.stream(copy.split(" +"))
                .skip(1)
                .filter(word -> !word.startsWith("--"))
                .toList();
        return words.subList(0, words.size() - 1);
    }

    /**
     * Whether a path is left out of the build context: the last pattern that matches it, or a folder that it is in, decides,
     * and one with {@code !} includes it. Knows {@code *}, {@code ?} and {@code **}, but no escapes and no character classes.
     */
    private static boolean isIgnored(String path, List<String> patterns) {
        boolean ignored = false;
        for (String line : patterns) {
            boolean include = line.startsWith("!");
            String pattern = line.substring(include ? 1 : 0).strip().replaceAll("^/|/$", "");
            if (!line.startsWith("#") && !pattern.isEmpty() && matches(pattern, path)) {
                ignored = !include;
            }
        }
        return ignored;
    }

    private static boolean matches(String pattern, String path) {
        String regex = Pattern.compile("\\*\\*/|\\*\\*|\\*|\\?|[^*?]+")
                .matcher(pattern)
                .replaceAll(part -> switch (part.group()) {
                    case "**/" -> "(?:.*/)?";
                    case "**" -> ".*";
                    case "*" -> "[^/]*";
                    case "?" -> "[^/]";
                    default -> Matcher.quoteReplacement(Pattern.quote(part.group()));
                });
        return path.matches(regex + "(?:/.*)?");
    }
}
