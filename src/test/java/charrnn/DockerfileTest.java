package charrnn;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

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

    /** The sources of a COPY instruction of one line in the shell form, with options and the destination left out. */
    private static List<String> operands(String copy) {
        List<String> words = Arrays.stream(copy.split(" +"))
                .skip(1)
                .filter(word -> !word.startsWith("--"))
                .toList();
        return words.subList(0, words.size() - 1);
    }

    /** Whether a path is left out of the build context: the last pattern that matches it, or a folder that it is in, decides. */
    private static boolean isIgnored(String path, List<String> patterns) {
        boolean ignored = false;
        for (String line : patterns) {
            boolean include = line.startsWith("!");
            String pattern = include ? line.substring(1) : line;
            PathMatcher glob = FileSystems.getDefault()
                    .getPathMatcher("glob:{" + pattern + "," + pattern.replace("**/", "") + "}{,/**}");
            ignored = glob.matches(Path.of(path)) ? !include : ignored;
        }
        return ignored;
    }
}
