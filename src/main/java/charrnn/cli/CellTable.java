package charrnn.cli;

import charrnn.config.Count;
import charrnn.tools.cells.CellReport;
import charrnn.tools.cells.Finding;
import charrnn.tools.cells.Finding.Detector;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Formats a {@link CellReport} as a table for a terminal. */
final class CellTable {
    private static final String ROW = "%-30s %8s  %-9s %8s %7s %7s   %s";
    /** Units shown after the best one. */
    private static final int NEXT = 2;

    private CellTable() {}

    static String of(CellReport report) {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "%s: %s, %.3f bits each; layers of %s units",
                report.text(),
                Count.of(report.recording().text().length, "character"),
                report.recording().bitsPerCharacter(),
                report.hiddenSizes().stream().map(String::valueOf).collect(Collectors.joining(", "))));
        addPart(lines, "AUC: 1 always, 0.5 no relation", "share", report, false);
        addPart(lines, "rank correlation: 1 always, 0 none", "mean", report, true);
        return String.join(System.lineSeparator(), lines);
    }

    private static void addPart(List<String> lines, String title, String mean, CellReport report, boolean numeric) {
        lines.add("");
        lines.add(row(title, mean, "unit", "held out", "chosen", "chance", "next"));
        report.findings().stream()
                .filter(finding -> finding.feature().numeric() == numeric)
                .map(CellTable::row)
                .forEach(lines::add);
    }

    private static String row(Finding finding) {
        double mean = finding.feature().mean();
        String shown = String.format(
                Locale.ROOT,
                finding.feature().numeric() ? "%.2f" : "%.1f %%",
                finding.feature().numeric() ? mean : 100 * mean);
        if (!finding.isKnown()) {
            return row(finding.feature().name(), shown, "too rare", "", "", "", "");
        }
        Detector best = finding.best().get(0);
        return row(
                finding.feature().name(),
                shown,
                signed(best),
                number(finding, best, best.heldOut()),
                number(finding, best, best.chosen()),
                String.format(Locale.ROOT, "%.3f", finding.readable(finding.chance())),
                finding.best().stream()
                        .skip(1)
                        .limit(NEXT)
                        .map(next -> signed(next) + " " + number(finding, next, next.heldOut()))
                        .collect(Collectors.joining(", ")));
    }

    private static String row(String... cells) {
        return String.format(Locale.ROOT, ROW, (Object[]) cells).stripTrailing();
    }

    /** The signal, with a minus where it decreases as the feature grows. */
    private static String signed(Detector detector) {
        return (detector.chosen() < 0 ? "-" : "") + detector.signal();
    }

    private static String number(Finding finding, Detector detector, double association) {
        return String.format(Locale.ROOT, "%.3f", finding.readable(Math.signum(detector.chosen()) * association));
    }
}
