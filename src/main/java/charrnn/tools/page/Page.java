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
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * The parts of an HTML page of one file: style, scripts and, if it is not all drawn by the scripts, its body. Each is the name of
 * a resource, of the class {@code home} or of those that the pages share, in this package. Scripts may be modules that import each
 * other and nothing else: in a page they are one script, in the given order. A {@code LICENSE} becomes a comment.
 *
 * @param title the title until the script sets another one; must be trusted text
 * @param styles files that are added after {@code base.css}
 * @param scripts files that are added after {@code base.js}
 * @param worker a script that runs in the page too, before the others; they may start a worker with the text of the element
 *     {@code worker}, from a {@code blob:} address, and compile WebAssembly
 */
public record Page(
        String title,
        Class<?> home,
        Optional<String> body,
        List<String> styles,
        List<String> scripts,
        Optional<String> worker) {
    private static final Pattern MODULE_SYNTAX = Pattern.compile("^(import .*;\\R|export )", Pattern.MULTILINE);

    /**
     * Builds the page. Its script reads the data with {@code JSON.parse(document.getElementById("data").textContent)}.
     *
     * @param data may contain untrusted text
     */
    public String html(JsonNode data) {
        String style = resource(Page.class, "base.css") + text(styles);
        String script = resource(Page.class, "base.js")
                + MODULE_SYNTAX.matcher(text(scripts)).replaceAll("");
        String workerScript = text(worker.stream().toList());
        return resource(Page.class, "page.html")
                .replace("{{title}}", title)
                .replace("{{style-digest}}", digest(style))
                .replace("{{script-digest}}", digest(script))
                .replace(
                        "{{worker-policy}}",
                        worker.isEmpty() ? "" : " '" + digest(workerScript) + "' 'wasm-unsafe-eval'; worker-src blob:")
                .replace("{{worker}}", worker.isEmpty() ? "" : "<script id=\"worker\">" + workerScript + "</script>\n")
                .replace("{{style}}", style)
                .replace("{{script}}", script)
                .replace("{{body}}", text(body.stream().toList()))
                // Last, since the data may contain {{...}}. In JSON, < occurs only in strings; escaped, it cannot end
                // the element.
                .replace("{{data}}", data.toString().replace("<", "\\u003c"));
    }

    private String text(List<String> names) {
        return names.stream().map(this::text).collect(Collectors.joining());
    }

    private String text(String name) {
        String text = resource(home.getResource(name) == null ? Page.class : home, name);
        return name.endsWith("LICENSE") ? "/*" + text + "*/" : text;
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
