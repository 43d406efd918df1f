package charrnn.tools.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apache.commons.codec.digest.DigestUtils;

/** Builds an HTML page of one file from style, scripts and data. */
public final class Page {
    private Page() {}

    /**
     * Builds a page. Its script reads the data with {@code JSON.parse(document.getElementById("data").textContent)}.
     *
     * @param title the title until the script sets another one; must be trusted text
     * @param home class whose package has the resources {@code style} and {@code scripts}
     * @param style file that is added after {@code base.css}
     * @param scripts files that are added after {@code base.js}, in this order
     * @param data may contain untrusted text
     */
    public static String of(String title, Class<?> home, String style, List<String> scripts, JsonNode data) {
        String styles = resource(Page.class, "base.css") + resource(home, style);
        String script = resource(Page.class, "base.js")
                + scripts.stream().map(name -> resource(home, name)).collect(Collectors.joining());
        return resource(Page.class, "page.html")
                .replace("{{title}}", title)
                .replace("{{style-digest}}", digest(styles))
                .replace("{{script-digest}}", digest(script))
                .replace("{{style}}", styles)
                .replace("{{script}}", script)
                // Last, since the data may contain {{...}}. In JSON, < occurs only in strings; escaped, it cannot end
                // the element.
                .replace("{{data}}", data.toString().replace("<", "\\u003c"));
    }

    /** Reads a text resource in the package of a class. */
    public static String resource(Class<?> home, String name) {
        try (InputStream in = Objects.requireNonNull(home.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("cannot read the program's own " + name, e);
        }
    }

    /** The digest that allows a style or script in the content security policy of the page. */
    private static String digest(String text) {
        return "sha256-" + Base64.getEncoder().encodeToString(DigestUtils.sha256(text));
    }

    /** A number for the data, rounded to some significant digits; null for NaN, which JSON does not have. */
    public static JsonNode number(double value, int digits) {
        return Double.isNaN(value)
                ? NullNode.getInstance()
                : DecimalNode.valueOf(
                        BigDecimal.valueOf(value).round(new MathContext(digits)).stripTrailingZeros());
    }
}
