package charrnn.evaluate.page;

import charrnn.files.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * A page of text and tables in the looks of a run's report, one file and without a script. All that is put on it is shown as
 * text, whatever it holds.
 */
public final class StaticPage {
    private final String title;
    private final StringBuilder facts = new StringBuilder();
    private final StringBuilder body = new StringBuilder();

    public StaticPage(String title) {
        this.title = title;
    }

    /** Adds a line to the list of facts at the top. */
    public void fact(String name, String value) {
        facts.append(element("dt", name)).append(element("dd", value)).append('\n');
    }

    /** Adds something that the reader should not miss. */
    public void note(String text) {
        body.append("<p class=\"note\">").append(escaped(text)).append("</p>\n");
    }

    /** Begins a part of the page. */
    public void section(String name) {
        body.append(element("h2", name)).append('\n');
    }

    /** Adds a paragraph. */
    public void paragraph(String text) {
        body.append(element("p", text)).append('\n');
    }

    /** Adds a text in which spaces and lines count, such as a program. */
    public void text(String text) {
        // A newline at the start of a pre is not shown, so another one goes before.
        body.append("<pre tabindex=\"0\">\n").append(escaped(text)).append("</pre>\n");
    }

    /** Adds a table; the first row and each first cell are heads. */
    public void table(List<List<String>> rows) {
        body.append("<div class=\"wide\" tabindex=\"0\"><table>\n");
        for (List<String> row : rows) {
            boolean head = row == rows.get(0);
            body.append(head ? "<thead><tr>" : "<tr>");
            for (int i = 0; i < row.size(); i++) {
                body.append(i > 0 && !head ? element("td", row.get(i)) : element("th", row.get(i)));
            }
            body.append(head ? "</tr></thead>\n" : "</tr>\n");
        }
        body.append("</table></div>\n");
    }

    private static String element(String name, String text) {
        return "<" + name + ">" + escaped(text) + "</" + name + ">";
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    /**
     * Writes the page; it appears whole or not at all.
     *
     * @throws IOException if it cannot be written
     */
    public void write(Path file) throws IOException {
        String style = Page.resource(Page.class, "base.css");
        String page = Page.resource(Page.class, "static.html")
                .replace("{{style-digest}}", Page.digest(style))
                .replace("{{style}}", style)
                .replace("{{title}}", escaped(title))
                // Last, for they may hold anything.
                .replace("{{body}}", "<dl>" + facts + "</dl>\n" + body);
        AtomicFile.write(file, out -> out.write(page.getBytes(StandardCharsets.UTF_8)));
    }
}
