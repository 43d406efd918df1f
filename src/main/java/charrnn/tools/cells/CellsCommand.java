package charrnn.tools.cells;

import charrnn.cli.base.FileFinder;
import charrnn.cli.base.NetworkCommand;
import charrnn.config.Key.Value;
import charrnn.message.Count;
import charrnn.message.TerminalText;
import charrnn.message.UserError;
import charrnn.model.LanguageModel;
import charrnn.model.checkpoint.Checkpoint;
import charrnn.tools.cells.Probe.Finding;
import charrnn.tools.constrain.Language;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code cells}: finds the units of a network that follow a feature of a text. */
@Command(
        name = "cells",
        description = {
            "Finds the units of a network that follow features of a C text: strings, comments, brackets and others. Networks"
                    + " that have not learned C are refused.",
            "Units are chosen on one half of the text and measured on the other. In the table, c is a unit's cell"
                    + " state, h its output, 1:17 unit 17 of layer 1.",
            "The page shows the text coloured by any unit, or by the bits of each character."
        },
        footer = {
            "  charrnn cells --text src/parser.c",
            "  charrnn cells --checkpoint checkpoints/linux --text sched/core.c --html cells.html"
        })
public final class CellsCommand extends NetworkCommand {
    private static final int RUNNERS_UP = 2; // units in a row after the best one

    @Option(
            names = "--text",
            required = true,
            paramLabel = "FILE",
            description = "The text to read, UTF-8; -: the standard input.")
    private Path text = Path.of("");

    @Option(names = "--length", paramLabel = "N", description = "Characters to read, from the beginning." + DEFAULT)
    @Value(min = CellReport.MIN_LENGTH, max = 1_000_000)
    private int length = 20_000;

    @Option(names = "--html", paramLabel = "FILE", description = "The HTML page to write, one self-contained file.")
    private @Nullable Path html;

    @Option(
            names = "--shown",
            paramLabel = "N",
            description = "Characters on the page, from the middle of the text; each takes two bytes for each unit."
                    + DEFAULT)
    @Value(min = 1, max = 10_000)
    private int shown = 3000;

    @Option(names = "--json", description = "Print one JSON document.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        Path page = html == null ? null : FileFinder.page("--html", html);
        int[] codePoints = codePoints();
        Path file = checkpoint();
        Language.C.require("cells", file);
        Checkpoint read = read(file);
        warnOfUnknown(read.vocabulary(), new String(codePoints, 0, codePoints.length));
        LanguageModel network = LanguageModel.of(read.network(), read.vocabulary());
        checkMemory(network, codePoints.length);
        CellReport report = CellReport.of(file.toString(), text.toString(), network, codePoints);
        if (json) {
            print(report.toJson());
        } else {
            printTable(report);
        }
        if (page != null) {
            CellPage.write(report, shown, page);
            printVerbose("page " + page);
        }
        return 0;
    }

    private int[] codePoints() {
        // A code point has at most two chars.
        int[] all = FileFinder.text("--text", text, 2 * length)
                .codePoints()
                .limit(length)
                .toArray();
        if (all.length < CellReport.MIN_LENGTH) {
            String count = Count.of(all.length, "character");
            throw new UserError(text("--text %s has %s; at least %,d are needed", text, count, CellReport.MIN_LENGTH));
        }
        return all;
    }

    private static void checkMemory(LanguageModel network, int chars) {
        long needed = CellReport.bytes(network.hiddenSizes(), chars);
        long usable = Runtime.getRuntime().maxMemory() / 10 * 8;
        if (needed > usable) {
            throw new UserError(text(
                    "--length %d needs %,d MB with this network, but Java may use %,d MB: shorten it, or set"
                            + " JDK_JAVA_OPTIONS=-Xmx8g in the environment",
                    chars, needed >> 20, usable >> 20));
        }
    }

    private void printTable(CellReport report) {
        print(
                "%s: %s, %.3f bits each; layers of %s units",
                report.text(),
                Count.of(report.recording().text().length, "character"),
                report.recording().bitsPerCharacter(),
                report.hiddenSizes().stream().map(String::valueOf).collect(Collectors.joining(", ")));
        printPart("AUC: 1 always, 0.5 no relation", "share", report, false);
        printPart("rank correlation: 1 always, 0 none", "mean", report, true);
    }

    private void printPart(String title, String column, CellReport report, boolean numeric) {
        out().println();
        List<String> head = List.of(title, column, "unit", "held out", "chosen", "chance", "next");
        Stream<List<String>> rows = report.findings().stream()
                .filter(finding -> finding.feature().numeric() == numeric)
                .map(CellsCommand::row);
        TerminalText.table(Stream.concat(Stream.of(head), rows).toList()).forEach(out()::println);
    }

    private static List<String> row(Finding finding) {
        Feature feature = finding.feature();
        String mean = feature.numeric() ? text("%.2f", feature.mean()) : text("%.1f %%", 100 * feature.mean());
        if (!finding.isMeasured()) {
            return List.of(feature.name(), mean, "too rare", "", "", "", "");
        }
        Finding.Detector best = finding.best().get(0);
        return List.of(
                feature.name(),
                mean,
                signed(best),
                association(finding, best, best.heldOut()),
                association(finding, best, best.chosen()),
                text("%.3f", finding.displayed(finding.chance())),
                finding.best().stream()
                        .skip(1)
                        .limit(RUNNERS_UP)
                        .map(next -> signed(next) + " " + association(finding, next, next.heldOut()))
                        .collect(Collectors.joining(", ")));
    }

    /** The signal, with a minus where it decreases as the feature grows. */
    private static String signed(Finding.Detector detector) {
        return (detector.chosen() < 0 ? "-" : "") + detector.signal();
    }

    /** Formats an association, negated if the one that chose the unit is negative. */
    private static String association(Finding finding, Finding.Detector detector, double association) {
        return text("%.3f", finding.displayed(Math.signum(detector.chosen()) * association));
    }
}
