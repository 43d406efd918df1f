package charrnn.config;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.ReferencePage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** docs/reference/configuration.md agrees with the records on each key. */
class ConfigDocumentationTest {
    private static final ReferencePage PAGE = new ReferencePage("configuration.md");
    private static final String TOP = "top level";

    static List<String> sections() {
        return Stream.concat(Stream.of(TOP), ConfigKeys.sections().stream()).toList();
    }

    @ParameterizedTest(name = "section \"{0}\"")
    @MethodSource("sections")
    void tableOfEachSectionEqualsTheRecords(String section) throws IOException {
        List<String> table =
                new ArrayList<>(List.of("| key | default | allowed | resume | meaning |", "|---|---|---|---|---|"));
        ConfigKeys.all().stream()
                .filter(key -> ConfigKey.sectionOf(key.path()).equals(section.equals(TOP) ? "" : section))
                .map(ConfigDocumentationTest::row)
                .forEach(table::add);
        assertThat(table).hasSizeGreaterThan(2);
        PAGE.assertBlock(section, table);
    }

    @Test
    void documentsNoOtherSections() throws IOException {
        assertThat(PAGE.blockNames()).isEqualTo(sections());
        assertThat(ConfigKeys.all()).hasSizeGreaterThan(40);
    }

    @Test
    void everyPresetIsDocumented() throws IOException {
        try (Stream<Path> presets = Files.list(Path.of("config"))) {
            assertThat(PAGE.names("## The file"))
                    .containsExactlyInAnyOrderElementsOf(
                            presets.map(Path::getFileName).map(Path::toString).toList());
        }
    }

    private static String row(ConfigKey key) {
        return "| `%s` | `%s` | %s | %s | %s |"
                .formatted(
                        ConfigKey.nameOf(key.path()),
                        ConfigWriter.value(key.defaultValue()),
                        key.allowed().replace("a whole number", "integer").replace("of at least", "≥"),
                        key.bounds().fixed().isEmpty() ? "" : "fixed",
                        key.meaning());
    }
}
