package charrnn.tools.report;

import charrnn.config.UserError;
import charrnn.files.AtomicFile;
import charrnn.files.StrictJson;
import charrnn.tools.page.Page;
import com.fasterxml.jackson.databind.JsonNode;
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

/** Writes the report of a run, or the comparison of several, as one self-contained HTML page. */
public final class RunReport {
    /** Default name of a report's file. */
    static final String FILE_NAME = "report.html";

    private RunReport() {}

    /** Writes the report of a run into its folder; returns the file. */
    public static Path write(Path runFolder) throws IOException {
        Path page = runFolder.resolve(FILE_NAME);
        write(runFolder, page);
        return page;
    }

    /** Writes the report of one run; it keeps the reference lines of the report that it replaces. */
    static List<String> write(Path runFolder, Path out) throws IOException {
        return write(List.of(runFolder), out, linesOf(out));
    }

    /**
     * Writes the report of one run or the comparison of several, atomically.
     *
     * @param runFolders the runs' folders, as the commands on the page name them
     * @return what could not be read, one sentence each; the page shows them too
     * @throws UserError if a folder does not exist or is not a run's
     * @throws IOException if the file cannot be written
     */
    static List<String> write(List<Path> runFolders, Path out, List<ReferenceLine> lines) throws IOException {
        List<Run> runs = runFolders.stream().map(Run::read).toList();
        String page = page(runs, lines);
        AtomicFile.writeString(out, page);
        return runs.stream()
                .flatMap(run -> run.notes().stream().map(note -> run.folder() + ": " + note))
                .toList();
    }

    /**
     * The report of a run, which may be training, as an HTML page, with the reference lines of the report in its folder.
     *
     * @throws UserError if the folder does not exist or is not a run's
     */
    public static String page(Path runFolder) {
        return page(List.of(Run.read(runFolder)), linesOf(runFolder.resolve(FILE_NAME)));
    }

    /** The reference lines of a report; none if there is no report. */
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
            return List.of(); // it does not exist or is not text
        }
        return lines;
    }

    private static String page(List<Run> runs, List<ReferenceLine> lines) {
        ObjectNode data = StrictJson.MAPPER.createObjectNode();
        data.put("written", Instant.now().truncatedTo(ChronoUnit.MINUTES).toString());
        if (!lines.isEmpty()) {
            data.set("lines", StrictJson.MAPPER.valueToTree(lines));
        }
        runs.forEach(run -> data.withArray("runs").add(RunJson.of(run, runs.size())));
        List<String> scripts = List.of("format.js", "chart.js", "page.js");
        return Page.of("charrnn report", RunReport.class, "report.css", scripts, data);
    }

    /**
     * The loss of another method, drawn as a horizontal line across the losses of the runs.
     *
     * @param name name of the method, such as {@code PPMd}
     * @param bpc its loss, in bits per character
     */
    record ReferenceLine(String name, double bpc) {
        private static final Pattern FORM = Pattern.compile("(.*\\S)\\s*=\\s*([0-9]{1,2}(?:\\.[0-9]{1,9})?)\\s*");

        /** @throws UserError if the text is not of the form {@code name=bpc} */
        static ReferenceLine of(String text) {
            Matcher form = FORM.matcher(text);
            if (!form.matches()) {
                throw new UserError(
                        "--line is \"" + text + "\", but must be a name and bits per character: PPMd=1.211");
            }
            return new ReferenceLine(form.group(1).strip(), Double.parseDouble(form.group(2)));
        }
    }
}
