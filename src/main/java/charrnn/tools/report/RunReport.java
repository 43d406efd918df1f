package charrnn.tools.report;

import charrnn.config.UserError;
import charrnn.files.AtomicFile;
import charrnn.tools.page.Page;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A page about a run, or about several beside each other: one HTML file that needs nothing else. */
public final class RunReport {
    /** Name of a report's file, unless the user names another. */
    public static final String FILE_NAME = "report.html";

    private RunReport() {}

    /** Writes the report of one run, with the reference lines of the report that it replaces, which a user had drawn. */
    public static List<String> write(Path runFolder, Path out) throws IOException {
        return write(List.of(runFolder), out, linesOf(out));
    }

    /**
     * Writes the report of one run or the comparison of several; it appears whole or not at all.
     *
     * @param runFolders the runs' folders; the commands on the page have these paths
     * @param out the file
     * @param lines levels to draw across the losses
     * @return what could not be read, one sentence each; the page has these sentences too
     * @throws charrnn.config.UserError if a folder is missing or is not a run's
     * @throws IOException if the file cannot be written
     */
    public static List<String> write(List<Path> runFolders, Path out, List<ReferenceLine> lines) throws IOException {
        List<Run> runs = runFolders.stream().map(Run::read).toList();
        String page = page(runs, lines);
        AtomicFile.writeString(out, page);
        return runs.stream()
                .flatMap(run -> run.notes().stream().map(note -> run.folder() + ": " + note))
                .toList();
    }

    /**
     * The report of a run as it is at this moment, perhaps under way, with the reference lines of the one in its folder.
     *
     * @return a whole page of HTML
     * @throws charrnn.config.UserError if the folder is missing or is not a run's
     */
    public static String page(Path runFolder) {
        return page(List.of(Run.read(runFolder)), linesOf(runFolder.resolve(FILE_NAME)));
    }

    /** The lines of a report; none where there is no report. */
    private static List<ReferenceLine> linesOf(Path report) {
        List<ReferenceLine> lines = new ArrayList<>();
        try {
            for (JsonNode line : Page.data(Files.readString(report)).path("lines")) {
                double bpc = line.path("bpc").asDouble(Double.NaN);
                if (Double.isFinite(bpc)) {
                    lines.add(new ReferenceLine(line.path("name").asText(), bpc));
                }
            }
        } catch (IOException e) {
            return List.of(); // not there, or no text
        }
        return lines;
    }

    private static String page(List<Run> runs, List<ReferenceLine> lines) {
        return Page.of(
                "charrnn report",
                RunReport.class,
                "report.css",
                List.of("format.js", "chart.js", "page.js"),
                data(runs, lines));
    }

    private static ObjectNode data(List<Run> runs, List<ReferenceLine> lines) {
        ObjectNode data = JsonNodeFactory.instance
                .objectNode()
                .put("written", Instant.now().truncatedTo(ChronoUnit.MINUTES).toString());
        for (ReferenceLine line : lines) {
            data.withArray("lines").addObject().put("name", line.name()).put("bpc", line.bpc());
        }
        runs.forEach(run -> data.withArray("runs").add(RunJson.of(run, runs.size())));
        return data;
    }

    /**
     * A level to compare a run with, drawn across its losses.
     *
     * @param name what reached it, such as {@code PPMd}
     * @param bpc the loss, in bits per character
     */
    public record ReferenceLine(String name, double bpc) {
        private static final Pattern FORM = Pattern.compile("(.*\\S)\\s*=\\s*([0-9]{1,2}(?:\\.[0-9]{1,9})?)\\s*");

        /**
         * Reads {@code name=bpc}.
         *
         * @throws UserError if it has another form
         */
        public static ReferenceLine of(String text) {
            Matcher form = FORM.matcher(text);
            if (!form.matches()) {
                throw new UserError(
                        "--line is \"" + text + "\", but must be a name and bits per character: PPMd=1.211");
            }
            return new ReferenceLine(form.group(1).strip(), Double.parseDouble(form.group(2)));
        }
    }
}
