package charrnn.tools.report;

import charrnn.files.AtomicFile;
import charrnn.files.StrictJson;
import charrnn.message.UserError;
import charrnn.tools.page.Page;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Writes the report of a run, or the comparison of several, as one self-contained HTML page. */
public final class RunReport {
    /** Default name of a report's file. */
    public static final String FILE_NAME = "report.html";

    /** The library that draws the curves. */
    private static final String UPLOT = "/META-INF/resources/webjars/uplot/1.6.30/";

    private RunReport() {}

    /**
     * Writes the report of a run into its folder, atomically; returns the file.
     *
     * @param isTraining whether the page loads itself again, since the training writes it at each validation
     */
    public static Path write(Path runFolder, boolean isTraining) throws IOException {
        Path page = runFolder.resolve(FILE_NAME);
        write(List.of(runFolder), isTraining, page);
        return page;
    }

    /**
     * Writes the report of one run or the comparison of several, atomically.
     *
     * @param runFolders the runs' folders, as the commands on the page name them
     * @param isTraining as in {@link #write(Path, boolean)}
     * @return what could not be read, one sentence each; the page shows them too
     * @throws UserError if a folder does not exist or is not a run's, or no run has a line in its history
     * @throws IOException if the file cannot be written
     */
    static List<String> write(List<Path> runFolders, boolean isTraining, Path out) throws IOException {
        List<Run> runs = runFolders.stream().map(Run::read).toList();
        if (runs.stream().allMatch(run -> run.lines().isEmpty())) {
            throw new UserError("there is nothing to report yet: history.jsonl has no measurement in "
                    + runs.stream().map(run -> run.folder().toString()).collect(Collectors.joining(", ")));
        }
        AtomicFile.writeString(out, page(runs, isTraining));
        return runs.stream()
                .flatMap(run -> run.notes().stream().map(note -> run.folder() + ": " + note))
                .toList();
    }

    private static String page(List<Run> runs, boolean isTraining) {
        ObjectNode data = StrictJson.object().put("isTraining", isTraining);
        data.put("written", Instant.now().truncatedTo(ChronoUnit.MINUTES).toString());
        data.put("comparable", runs.stream().map(Run::validationText).distinct().count() == 1);
        runs.forEach(run -> data.withArray("runs").add(RunJson.of(run)));
        return new Page(
                        "charrnn report",
                        RunReport.class,
                        Optional.empty(),
                        List.of(UPLOT + "dist/uPlot.min.css", "report.css"),
                        List.of(
                                UPLOT + "LICENSE",
                                UPLOT + "dist/uPlot.iife.min.js",
                                "format.js",
                                "chart.js",
                                "page.js"),
                        Optional.empty())
                .html(data);
    }
}
