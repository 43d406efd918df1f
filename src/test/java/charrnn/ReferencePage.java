package charrnn;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A page of {@code docs/reference}, which tests compare with the program. Its generated blocks stand between the comments {@code
 * <!-- generated: NAME -->} and {@code <!-- end -->}. With the system property {@code charrnn.updateDocs}, the comparison
 * rewrites a block that differs.
 */
public final class ReferencePage {
    private static final String PROPERTY = "charrnn.updateDocs";

    /** Whether the comparisons rewrite what differs. */
    public static final boolean UPDATE = Boolean.getBoolean(PROPERTY);

    private static final Pattern BLOCK =
            Pattern.compile("<!-- generated: ([^\n]+) -->\n(.*?)<!-- end -->", Pattern.DOTALL);

    private final Path path;

    /** @param file name of the page's file */
    public ReferencePage(String file) {
        path = Path.of("docs", "reference", file);
    }

    private Stream<MatchResult> blocks() throws IOException {
        return BLOCK.matcher(Files.readString(path)).results();
    }

    /** The names of the generated blocks, in the order of the page. */
    public List<String> blockNames() throws IOException {
        return blocks().map(block -> block.group(1)).toList();
    }

    /** Compares a generated block with the lines that the program gives. */
    public void assertBlock(String name, List<String> expected) throws IOException {
        Optional<MatchResult> block =
                blocks().filter(candidate -> candidate.group(1).equals(name)).findFirst();
        assertThat(block)
                .as("%s must have the comments <!-- generated: %s --> and <!-- end -->", path, name)
                .isPresent();
        String text = "\n" + String.join("\n", expected) + "\n\n";
        MatchResult found = block.orElseThrow();
        if (UPDATE && !found.group(2).equals(text)) {
            Files.writeString(
                    path,
                    new StringBuilder(Files.readString(path))
                            .replace(found.start(2), found.end(2), text)
                            .toString());
        } else {
            assertThat(found.group(2))
                    .as(
                            "block %s of %s; mvn test -Dtest=*DocumentationTest -D%s=true rewrites it",
                            name, path, PROPERTY)
                    .isEqualTo(text);
        }
    }

    /**
     * The rows of the tables below a heading, down to the next heading.
     *
     * @param heading the line of the heading, such as {@code "## Files"}
     */
    public List<String> rows(String heading) throws IOException {
        List<String> lines = Files.readAllLines(path);
        assertThat(lines).as("%s", path).contains(heading);
        return lines.stream()
                .dropWhile(line -> !line.equals(heading))
                .skip(1)
                .takeWhile(line -> !line.startsWith("#"))
                .filter(line -> line.startsWith("|"))
                .toList();
    }

    /** The names in the first cells of those rows: each text between backquotes. */
    public List<String> names(String heading) throws IOException {
        return rows(heading).stream()
                .map(row -> row.split("(?<!\\\\)\\|")[1])
                .flatMap(cell -> Pattern.compile("`([^`]+)`").matcher(cell).results())
                .map(name -> name.group(1))
                .toList();
    }
}
