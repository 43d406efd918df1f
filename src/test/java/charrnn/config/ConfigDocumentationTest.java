package charrnn.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** docs/config.md agrees with the records on each key. */
class ConfigDocumentationTest {
    private static final Path DOCUMENTATION = Path.of("docs", "config.md");
    private static final String TOP = "Top level";

    static List<String> sections() {
        return Stream.concat(Stream.of(""), ConfigKeys.sections().stream()).toList();
    }

    @ParameterizedTest(name = "section \"{0}\"")
    @MethodSource("sections")
    void tableOfEachSectionEqualsTheRecords(String section) throws IOException {
        List<String> expected = table(section);
        assertThat(expected).hasSizeGreaterThan(2);
        assertThat(documentedTable(section))
                .withFailMessage(
                        "docs/config.md must have this table below \"%s\":%n%s",
                        heading(section), String.join("\n", expected))
                .isEqualTo(expected);
    }

    @Test
    void documentsNoOtherSections() throws IOException {
        long expected =
                sections().stream().mapToLong(section -> table(section).size()).sum();
        assertThat(Files.readAllLines(DOCUMENTATION).stream().filter(ConfigDocumentationTest::isRow))
                .hasSize((int) expected);
    }

    @Test
    void everyKeyIsDocumented() {
        assertThat(sections().stream()
                        .mapToInt(section -> table(section).size() - 2)
                        .sum())
                .isEqualTo(ConfigKeys.all().size())
                .isGreaterThan(40);
    }

    @Test
    void everyPresetIsDocumented() throws IOException {
        assertThat(Files.readString(DOCUMENTATION))
                .contains("`lstm.yaml`:", "`quick.yaml`:", "`linux.yaml`:", "`night.yaml`:", "`char-rnn.yaml`:");
    }

    private static String heading(String section) {
        return "## " + (section.isEmpty() ? TOP : "`" + section + "`");
    }

    private static List<String> documentedTable(String section) throws IOException {
        return Files.readAllLines(DOCUMENTATION).stream()
                .dropWhile(line -> !line.equals(heading(section)))
                .skip(1)
                .takeWhile(line -> !line.startsWith("#"))
                .filter(ConfigDocumentationTest::isRow)
                .toList();
    }

    private static boolean isRow(String line) {
        return line.startsWith("|");
    }

    private static List<String> table(String section) {
        Stream<String> head = Stream.of("| key | default | allowed | meaning |", "|---|---|---|---|");
        return Stream.concat(
                        head,
                        ConfigKeys.all().stream()
                                .filter(key -> ConfigKey.sectionOf(key.path()).equals(section))
                                .map(ConfigDocumentationTest::row))
                .toList();
    }

    private static String row(ConfigKey key) {
        return "| `%s` | `%s` | %s | %s |"
                .formatted(
                        ConfigKey.nameOf(key.path()),
                        ConfigWriter.value(key.defaultValue()),
                        key.allowed(),
                        key.rule().value());
    }
}
