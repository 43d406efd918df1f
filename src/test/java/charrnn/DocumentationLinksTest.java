package charrnn;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.io.function.Uncheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The links of the documents lead to files and headings that exist, and so do the names of documents in the program. */
class DocumentationLinksTest {
    private static final Path DOCS = Path.of("docs");
    private static final Path INDEX = DOCS.resolve("README.md");
    private static final List<Path> OTHER_PAGES = Stream.of(
                    "README.md",
                    "CONTRIBUTING.md",
                    "CHANGELOG.md",
                    "bench/README.md",
                    "corpus/README.md",
                    "checkpoints/linux/README.md")
            .map(Path::of)
            .toList();

    private static final Pattern LINK = Pattern.compile("\\]\\(([^\\s)]+)\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} +(.*?) *$");
    private static final Pattern FENCED_CODE_OR_COMMENT = Pattern.compile("(?ms)^ *```.*?^ *``` *$|<!--.*?-->");
    private static final Pattern INLINE_CODE = Pattern.compile("`[^`]*`");
    private static final Pattern NAMED_DOCUMENT =
            Pattern.compile("(?<![\\w/])docs/[\\w./-]+\\.(?:md|png|svg)(?:#[\\w-]+)?");

    static List<Path> pages() throws IOException {
        return Stream.concat(OTHER_PAGES.stream(), documents().stream()).toList();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void eachLinkLeadsToAFileAndAHeading(Path page) throws IOException {
        assertThat(brokenLinks(page)).isEmpty();
    }

    @Test
    void eachPageCanBeReachedFromTheIndex() throws IOException {
        Set<Path> reached = new LinkedHashSet<>(List.of(INDEX));
        Deque<Path> next = new ArrayDeque<>(reached);
        while (!next.isEmpty()) {
            Path page = next.remove();
            for (String link : links(Files.readString(page))) {
                Path target = target(page, link);
                if (isMarkdown(target) && target.startsWith(DOCS) && Files.exists(target) && reached.add(target)) {
                    next.add(target);
                }
            }
        }
        assertThat(reached).containsAll(documents());
    }

    @Test
    void eachImageIsShownOnAPage() throws IOException {
        Set<Path> shown = new HashSet<>();
        for (Path page : pages()) {
            links(Files.readString(page)).forEach(link -> shown.add(target(page, link)));
        }
        assertThat(shown).containsAll(files(DOCS.resolve("images")));
    }

    @Test
    void eachDocumentThatTheProgramNamesExists() throws IOException {
        Set<String> broken = new TreeSet<>();
        for (String folder : List.of(
                "src/main", "lstm/src", "grammar/src", "spark/src", "lab/src", "config", "bench", "corpus", ".ci")) {
            for (Path file : files(Path.of(folder))) {
                if (!isMarkdown(file) && isText(file)) {
                    NAMED_DOCUMENT
                            .matcher(Files.readString(file))
                            .results()
                            .filter(name -> !exists(Path.of("README.md"), name.group()))
                            .forEach(name -> broken.add(file + ": " + name.group()));
                }
            }
        }
        assertThat(broken).isEmpty();
    }

    private static List<String> brokenLinks(Path page) throws IOException {
        return links(Files.readString(page)).stream()
                .filter(link -> !exists(page, link))
                .toList();
    }

    private static boolean exists(Path page, String link) {
        Path target = target(page, link);
        if (!Files.exists(target)) {
            return false;
        }
        int hash = link.indexOf('#');
        return hash < 0
                || isMarkdown(target)
                        && anchors(Uncheck.get(() -> Files.readString(target))).contains(link.substring(hash + 1));
    }

    private static Path target(Path page, String link) {
        String file = link.replaceFirst("#.*", "");
        return (file.isEmpty() ? page : page.resolveSibling(file)).normalize();
    }

    /** The links within the repository: links to other sites are not checked. */
    private static Set<String> links(String page) {
        String text = INLINE_CODE.matcher(withoutBlocks(page)).replaceAll("");
        Set<String> links = new LinkedHashSet<>();
        LINK.matcher(text).results().forEach(link -> links.add(link.group(1)));
        links.removeIf(link -> link.matches("[a-z]+:.*"));
        return links;
    }

    /**
     * The anchors of a page's headings. GitHub keeps letters, digits, underscores and hyphens of a heading's text, and turns each
     * space into a hyphen.
     */
    private static List<String> anchors(String page) {
        return HEADING.matcher(withoutBlocks(page))
                .results()
                .map(heading -> heading.group(1)
                        .replaceAll("\\[([^\\]]*)\\]\\([^)]*\\)", "$1")
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{M}\\p{N}_ -]", "")
                        .replace(' ', '-'))
                .toList();
    }

    private static String withoutBlocks(String page) {
        return FENCED_CODE_OR_COMMENT.matcher(page).replaceAll("");
    }

    private static Collection<Path> documents() throws IOException {
        return files(DOCS).stream().filter(DocumentationLinksTest::isMarkdown).toList();
    }

    private static boolean isMarkdown(Path file) {
        return file.toString().endsWith(".md");
    }

    private static boolean isText(Path file) {
        return file.toString().matches(".*(\\.(java|yaml|js|css|html|json|py|sh|mjs|properties|xml)|/run)");
    }

    private static List<Path> files(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.startsWith("corpus/linux"))
                    .sorted()
                    .toList();
        }
    }
}
