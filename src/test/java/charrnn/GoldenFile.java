package charrnn;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A file of inputs, each with the messages that the program gives for it: a case is an input of one or more lines and the
 * messages, each on a line after {@code > }; an empty line separates cases. The file is read by its reviewer, so a change of a
 * message shows in the diff. With the system property {@code charrnn.updateDocs}, the comparison rewrites the messages.
 */
public final class GoldenFile {
    private static final Pattern MESSAGE = Pattern.compile("(?m)^> .*\n?");

    private GoldenFile() {}

    /** @param messages the lines that the program gives for an input, at least one */
    public static void check(String name, Function<String, List<String>> messages) throws IOException {
        Path file = Path.of("src/test/resources/charrnn", name);
        String expected = Files.readString(file);
        String actual = Stream.of(expected.split("\n\n"))
                .map(block -> MESSAGE.matcher(block + "\n").replaceAll("").strip())
                .map(input -> input + "\n"
                        + messages.apply(input).stream()
                                .map(message -> "> " + message + "\n")
                                .collect(Collectors.joining()))
                .collect(Collectors.joining("\n"));
        if (ReferencePage.UPDATE) {
            Files.writeString(file, actual);
        } else {
            assertThat(actual)
                    .as("%s; -Dcharrnn.updateDocs=true rewrites it", file)
                    .isEqualTo(expected);
        }
    }
}
