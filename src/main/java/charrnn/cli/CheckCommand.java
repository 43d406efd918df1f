package charrnn.cli;

import charrnn.files.StrictJson;
import charrnn.tools.check.CheckReport;
import charrnn.tools.check.CheckReport.FileReport;
import charrnn.tools.check.RunCheck;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code check}: checks a run's folder for damage and contradictions. */
@Command(
        name = "check",
        description = {
            "Checks whether a run's folder, or a checkpoint alone, is sound, and prints what is in it; changes"
                    + " nothing.",
            "Each network reads a short text. Exit codes: 0 sound, 1 not sound, 2 no run found. A run that is training"
                    + " changes while it is read: check it afterwards."
        },
        footer = {
            "  charrnn check checkpoints/lstm",
            "  charrnn check checkpoints/lstm/best.zip",
            "  charrnn check checkpoints/lstm --json"
        })
final class CheckCommand extends CliCommand {
    @Parameters(paramLabel = "PATH", description = "The run's folder, or a checkpoint.")
    private Path path = Path.of("");

    @Option(names = "--json", description = "Print one JSON document.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        CheckReport report = RunCheck.of(path, new FileFinder()::resolve);
        if (json) {
            printJson(report);
        } else {
            printText(report);
        }
        return report.isSound() ? 0 : Failures.FAILED;
    }

    private void printText(CheckReport report) {
        String lost = report.lostHistory().map(phrase -> ", but " + phrase).orElse("");
        out().println(report.path() + (report.isSound() ? " is sound" : " is not sound") + lost);
        for (FileReport file : report.files()) {
            row(file.file(), file.summary().toString());
            file.problems().forEach(problem -> row("", "PROBLEM: " + problem));
            file.notes().forEach(note -> row("", "note: " + note));
        }
        row("--resume", report.resume().text());
    }

    private void row(String name, String text) {
        out().println(String.format(Locale.ROOT, "  %-28s %s", name, text).stripTrailing());
    }

    private void printJson(CheckReport report) {
        ObjectMapper mapper = StrictJson.MAPPER;
        ObjectNode document = mapper.createObjectNode()
                .put("path", report.path().toString())
                .put("sound", report.isSound())
                .put("loss", report.lostHistory().orElse(""))
                .set("resume", mapper.valueToTree(report.resume()));
        for (FileReport file : report.files()) {
            ObjectNode node = document.withArray("files").addObject();
            node.put("file", file.file()).put("sound", file.isSound());
            node.setAll(mapper.<ObjectNode>valueToTree(file.facts()));
            node.set("problems", mapper.valueToTree(file.problems()));
            node.set("notes", mapper.valueToTree(file.notes()));
        }
        print(document);
    }
}
