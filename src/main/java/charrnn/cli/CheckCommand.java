package charrnn.cli;

import charrnn.files.StrictJson;
import charrnn.tools.check.CheckReport;
import charrnn.tools.check.RunCheck;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
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
    private static final String ROW = "  %-28s %s";

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
        for (CheckReport.FileReport file : report.files()) {
            print(ROW, file.file(), file.summary().toString());
            file.problems().forEach(problem -> print(ROW, "", "PROBLEM: " + problem));
            file.notes().forEach(note -> print(ROW, "", "note: " + note));
        }
        print(ROW, "--resume", report.resume().text());
    }

    private void printJson(CheckReport report) {
        ObjectMapper mapper = StrictJson.MAPPER;
        ObjectNode document = document()
                .put("path", report.path().toString())
                .put("sound", report.isSound())
                .put("loss", report.lostHistory().orElse(""))
                .set("resume", mapper.valueToTree(report.resume()));
        for (CheckReport.FileReport file : report.files()) {
            ObjectNode node = document.withArray("files").addObject();
            node.put("file", file.file()).put("sound", file.isSound());
            node.setAll(mapper.<ObjectNode>valueToTree(file.facts()));
            node.set("problems", mapper.valueToTree(file.problems()));
            node.set("notes", mapper.valueToTree(file.notes()));
        }
        print(document);
    }
}
