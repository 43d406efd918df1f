package charrnn.tools.report;

import charrnn.cli.base.CliCommand;
import charrnn.cli.base.FileFinder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code report}: writes an HTML page about a run, or a comparison of several. */
@Command(
        name = "report",
        description = {
            "Writes a page about a run: learning curves, samples, configuration, environment and a model card.",
            "With several runs, the page compares them: validation curves, results, and the keys that differ.",
            "The page is one HTML file that loads nothing else; its name is printed."
        },
        footer = {
            "  charrnn report checkpoints/lstm                        writes checkpoints/lstm/report.html",
            "  charrnn report checkpoints/small checkpoints/large --out compared.html"
        })
public final class ReportCommand extends CliCommand {
    @Parameters(arity = "1..*", paramLabel = "RUN", description = "A run's folder, such as checkpoints/lstm.")
    private List<Path> runs = new ArrayList<>();

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "The page. Default: " + RunReport.FILE_NAME + " in the run's folder; for several runs, in the"
                    + " current folder.")
    private @Nullable Path out;

    @Override
    public Integer call() throws IOException {
        Path page = page();
        RunReport.write(runs, false, page).forEach(this::warn);
        out().println(page);
        return 0;
    }

    private Path page() {
        return out == null
                ? (runs.size() == 1 ? runs.get(0) : Path.of("")).resolve(RunReport.FILE_NAME)
                : FileFinder.output(
                        "--out",
                        out,
                        out.toString().endsWith(".html"),
                        ", and only a page, a file whose name ends in .html, is overwritten");
    }
}
