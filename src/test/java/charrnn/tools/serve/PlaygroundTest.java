package charrnn.tools.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The files of the page are served, and no others. */
class PlaygroundTest extends ServedTest {
    @Test
    void everyFileIsServedUnderAStrictPolicy() throws Exception {
        for (String path : Playground.routes().keySet()) {
            HttpResponse<String> answer = served.get(path);
            assertThat(answer.statusCode()).as(path).isEqualTo(200);
            assertThat(answer.headers().firstValue("Content-Security-Policy").orElse(""))
                    .startsWith("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src"
                            + " 'self';")
                    .contains("require-trusted-types-for 'script'", "frame-ancestors 'none'")
                    .doesNotContain("unsafe");
            String type = answer.headers().firstValue("Content-Type").orElse("");
            assertThat(type).matches("text/(html|css|javascript); charset=utf-8|image/svg\\+xml");
            assertThat(type.contains("javascript")).isEqualTo(path.endsWith(".js"));
        }
    }

    /** {@code Playground} lists the files, so a new one must be added to the list. */
    @Test
    void playgroundServesEveryFileOfItsFolder() throws Exception {
        try (Stream<Path> files = Files.list(Path.of("src/main/resources/charrnn/tools/serve/page"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .allMatch(name -> Playground.routes().containsKey(name.equals("index.html") ? "/" : "/" + name));
        }
    }

    @Test
    void pageHasNoInlineOrForeignContent() throws Exception {
        assertThat(served.get("/").body())
                .contains("<script")
                .doesNotContain("<style", "style=")
                .doesNotContainPattern("<script(?![^>]*src=)|\\son\\w+=");
        for (String path : Playground.routes().keySet()) {
            assertThat(served.get(path).body().replace("xmlns=\"http://www.w3.org/2000/svg\"", ""))
                    .as(path)
                    .doesNotContain("http:", "https:", "innerHTML", "insertAdjacentHTML", "document.write", "eval(");
        }
    }
}
