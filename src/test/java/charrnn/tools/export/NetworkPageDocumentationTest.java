package charrnn.tools.export;

import static org.assertj.core.api.Assertions.assertThat;

import charrnn.ReferencePage;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Compares {@code docs/network.html} with the page that this program writes of the same networks. */
class NetworkPageDocumentationTest {
    private static final Path FILE = Path.of("docs", "network.html");

    @Test
    void thePageIsThatOfThisProgram() throws IOException {
        String page = Files.readString(FILE);
        int data = page.indexOf('{', page.indexOf("id=\"data\">"));
        String expected = WebExport.PAGE.html(new ObjectMapper().readTree(page.substring(data)));

        if (ReferencePage.UPDATE) {
            Files.writeString(FILE, expected);
        } else {
            assertThat(page.equals(expected)) // the texts, of 8 MB, would be the message
                    .as("%s; mvn test -Dtest=*DocumentationTest -Dcharrnn.updateDocs=true writes it again", FILE)
                    .isTrue();
        }
    }
}
