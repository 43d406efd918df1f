package charrnn.evaluate.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Objects;

/** Puts style, script and data into one HTML page. */
final class Page {
    private Page() {}

    static String of(JsonNode data) {
        String style = resource("report.css");
        String script = resource("format.js") + resource("chart.js") + resource("page.js");
        return resource("report.html")
                .replace("{{style-digest}}", digest(style))
                .replace("{{script-digest}}", digest(script))
                .replace("{{style}}", style)
                .replace("{{script}}", script)
                // Last, for it may hold anything. In JSON a < only stands inside a text: escaped, it ends no element.
                .replace("{{data}}", data.toString().replace("<", "\\u003c"));
    }

    static String resource(String name) {
        try (InputStream in = Objects.requireNonNull(Page.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("cannot read the program's own " + name, e);
        }
    }

    /** What the page's policy names as the one style or script that may be applied. */
    static String digest(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "sha256-" + Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
