package charrnn;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code release/vex.json} says why known vulnerabilities of the libraries that Deeplearning4j contains cannot be reached, with words of the advisories. */
class VexTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void eachVulnerabilityIsThatOfAComponentOfTheJarAndHasAReason() throws Exception {
        List<String> components = JSON.readTree(new File("release/components.json"))
                .valueStream()
                .map(it -> "pkg:maven/%s/%s@%s"
                        .formatted(
                                it.path("group").asText(),
                                it.path("name").asText(),
                                it.path("version").asText()))
                .toList();
        List<JsonNode> statements = JSON.readTree(new File("release/vex.json"))
                .get("statements")
                .valueStream()
                .toList();
        assertThat(statements)
                .map(it -> it.at("/vulnerability/name").textValue())
                .doesNotHaveDuplicates();
        assertThat(statements).allSatisfy(it -> {
            assertThat(components).contains(it.at("/products/0/@id").textValue());
            assertThat(it.at("/vulnerability/name").textValue()).matches("CVE-20\\d\\d-\\d{4,5}");
            assertThat(it.get("status").textValue()).isEqualTo("not_affected");
            assertThat(it.get("justification").textValue())
                    .isIn("vulnerable_code_not_in_execute_path", "vulnerable_code_cannot_be_controlled_by_adversary");
            assertThat(it.get("impact_statement").textValue()).isNotBlank();
            String advisory = it.at("/vulnerability/aliases/0").textValue();
            assertThat(it.get("status_notes").textValue())
                    .matches("Affected: [^\"]*[0-9][^\"]*\\. \"[^\"]+\" \\(https://github.com/advisories/" + advisory
                            + "\\)");
        });
    }
}
